import type { ContractHarness, StepTypeHarness, WorkerBackendHarness } from '../harness.js';

/** Something of the contract that a suite leaves out for a plug-in. */
export interface Exemption {
  /** What is not tested, by the name of its cases. */
  readonly what: string;
  /** What of the harness says so. */
  readonly why: string;
}

/** What the suite of a harness leaves out. */
export function exemptionsOf(harness: ContractHarness): Exemption[] {
  return 'stepType' in harness ? ofStepType(harness) : ofBackend(harness);
}

function ofBackend({ malformed, separateDeliveries = true }: WorkerBackendHarness): Exemption[] {
  const exemptions: Exemption[] = [];
  if ('impossible' in malformed) {
    exemptions.push({
      what: 'law 6: a delivery on the queue that names no task goes to the dead letters',
      why: `impossible: ${malformed.impossible}`,
    });
  }
  if (!separateDeliveries) {
    exemptions.push({
      what: 'promise: a task that lost its delivery is delivered again',
      why: 'separateDeliveries: false, the deliveries are the tasks',
    });
  }
  return exemptions;
}

function ofStepType({ cases, refused }: StepTypeHarness): Exemption[] {
  const exemptions = cases
    .filter(({ tasks }) => tasks.length === 0)
    .map(({ name }) => ({
      what: `case: ${name}: settling and retrying its tasks`,
      why: 'tasks: [], the case has none',
    }));
  if (refused.length === 0) {
    exemptions.push({
      what: 'isolation: what a step cannot do fails that step alone',
      why: 'refused: [], the type takes any step',
    });
  }
  return exemptions;
}
