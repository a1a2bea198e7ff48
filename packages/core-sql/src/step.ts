import type { Context } from './context.js';
import type { Json, JsonResult, Stored } from './json.js';

/** A handler as the worker calls it: the types are gone, the input is what SQL gave. */
export type StepHandler = (input: Json, context: Context<Json>) => unknown;

/**
 * A value that says what a step does: its type, the type's config, and the handler of its tasks.
 * Step types make them with {@link defineStep}. `Dependencies` and `Input` are what it needs from
 * its flow (outputs of other steps, the run's input), `Output` is what it leaves for later steps.
 */
export interface StepDefinition<Dependencies, Input, Output> {
  /** The step type, as registered in SQL. */
  readonly type: string;
  /** Read by the step type in SQL. */
  readonly config: Json;
  /** The most tasks of one step that are with the backend at once; undefined leaves it to SQL. */
  readonly concurrency?: number | undefined;
  /** Undefined for a step type that has no handler in a worker. */
  readonly run?: StepHandler | undefined;
  /** For the compiler only; a text key, so that two copies of this package agree about it. */
  readonly '~types'?: (dependencies: Dependencies, input: Input) => Output;
}

/** A step definition of whatever types. */
export type AnyStepDefinition = StepDefinition<never, never, unknown>;

/** The parts of a step definition, with a handler that still has its types. */
export interface StepParts {
  type: string;
  config: Json;
  concurrency?: number | undefined;
  run?: ((input: never, context: Context<never>) => unknown) | undefined;
}

/** Makes a step definition. For authors of step types: the caller vouches for the three types. */
export function defineStep<Dependencies, Input, Output>(
  parts: StepParts,
): StepDefinition<Dependencies, Input, Output> {
  return Object.freeze(parts) as StepDefinition<Dependencies, Input, Output>;
}

/** A function of a first argument and the context, whose result must be JSON. */
export type Handler<First, Input, Result> = (
  first: First,
  context: Context<Input>,
) => JsonResult<Result>;

/** What a step can be made of: a bare function is a single step. */
export type StepBody<Dependencies, Input, Result> =
  | StepDefinition<Dependencies, Input, Result>
  | Handler<Dependencies, Input, Result>;

/**
 * A single step: one task, whose handler gets the outputs of the steps that it comes after.
 * Inside `.step()` a bare function does the same; `task` is for steps that several flows share.
 * Annotate what the handler needs, and a flow that lacks it is refused by the compiler.
 */
export function task<Dependencies, Input, Result>(
  run: Handler<Dependencies, Input, Result>,
): StepDefinition<Dependencies, Input, Stored<Awaited<Result>>> {
  return defineStep({ type: 'single', config: {}, run });
}
