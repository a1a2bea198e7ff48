import type { Json } from './json.js';
import type { AnyStepDefinition } from './step.js';
import type { StepOptions } from './step-options.js';

/** A flow as JSON, handed to `pgflow.define_flow`. The position of a step is its `step_index`. */
export interface FlowDefinition {
  slug: string;
  /** The worker backend of all steps that name none; null for the database's only one. */
  backend: string | null;
  steps: FlowStepDefinition[];
}

/** A step in a {@link FlowDefinition}. */
export interface FlowStepDefinition {
  slug: string;
  type: string;
  /** Slugs of the steps that it waits for; all stand before it. */
  after: string[];
  config: Json;
  backend: string | null;
  /** What was left out is decided by SQL. `concurrency` comes from the step type. */
  options: StepOptions & { concurrency?: number };
}

/** A step of a flow, with the handler that its definition in JSON lacks. */
export interface FlowStep {
  readonly definition: AnyStepDefinition;
  readonly after: readonly string[];
  readonly backend: string | null;
  readonly options: StepOptions;
}

/** The JSON of a flow; keys in a fixed order, and without those that are undefined. */
export function toFlowDefinition(
  slug: string,
  backend: string | null,
  steps: ReadonlyMap<string, FlowStep>,
): FlowDefinition {
  return { slug, backend, steps: [...steps].map(([step, parts]) => toStep(step, parts)) };
}

function toStep(slug: string, { definition, after, backend, options }: FlowStep) {
  const { type, config, concurrency } = definition;
  const { maxAttempts, baseDelayMs, maxDelayMs, timeoutMs } = options;
  return {
    slug,
    type,
    after: [...after],
    config,
    backend,
    options: defined({ maxAttempts, baseDelayMs, maxDelayMs, timeoutMs, concurrency }),
  };
}

function defined<Options extends object>(
  options: Options,
): {
  [Name in keyof Options]?: NonNullable<Options[Name]>;
} {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Options]?: NonNullable<Options[Name]>;
  };
}
