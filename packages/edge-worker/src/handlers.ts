import {
  type AnyFlow,
  errorCodes,
  type FlowStep,
  PgflowError,
  type ServedFlow,
} from '@pgflow/core-sql';

/** A step with the flow it stands in. */
export interface ServedStep {
  flow: AnyFlow;
  step: FlowStep;
}

/** Raises PF352 for a step that this backend will bring and that has no handler. */
export function checkHandlers(flows: readonly AnyFlow[], backend: string): void {
  for (const flow of flows) {
    for (const [slug, step] of flow.steps) {
      const broughtBy = step.backend ?? flow.backend ?? backend;
      if (broughtBy === backend && step.definition.run === undefined) {
        throw new PgflowError(
          errorCodes.noHandler,
          `step "${slug}" of flow "${flow.slug}" has no handler`,
          { hint: 'Give the step a run function, or serve the flow with a worker that has one.' },
        );
      }
    }
  }
}

/** Finds the step of a claimed task. `served` is in the order of `flows`. */
export function stepFinder(flows: readonly AnyFlow[], served: readonly ServedFlow[]) {
  const byId = new Map(served.map(({ flowId }, index) => [flowId, flows[index]]));
  return (task: { flowId: number; stepSlug: string }): ServedStep | undefined => {
    const flow = byId.get(task.flowId);
    const step = flow?.steps.get(task.stepSlug);
    return flow && step && { flow, step };
  };
}
