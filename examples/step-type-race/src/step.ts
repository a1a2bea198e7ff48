import { defineStep, type Handler, type StepDefinition, type Stored } from '@pgflow/core-sql';

/** The dependencies whose output is an array. */
type ArrayKeys<Dependencies> = {
  [Key in keyof Dependencies]: Dependencies[Key] extends readonly unknown[] ? Key : never;
}[keyof Dependencies];

type ElementOf<List> = List extends readonly (infer Element)[] ? Element : never;

/** Options of {@link race}. */
export interface RaceOptions<Dependencies, Input, Over extends keyof Dependencies, Result> {
  /** The dependency whose output is the array of contestants. The step fails when it is empty. */
  over: Over;
  /** How many may fail for good before the step does, with `too_many_failed`. @default 0 */
  mayFail?: number;
  /** The most contestants that run at once, by all workers together. @default decided by SQL */
  concurrency?: number;
  /** Called once for each contestant, in a task of its own; `ctx.signal` is aborted when it lost. */
  run: Handler<ElementOf<Dependencies[Over]>, Input, Result>;
}

/**
 * A step with one task for each element of an array, whose output is the first result; the others are
 * cancelled. Like `Promise.race` it fails with the first to fail; with `mayFail`, like `Promise.any`.
 */
export function race<Dependencies, Input, Result, const Over extends ArrayKeys<Dependencies>>(
  options: RaceOptions<Dependencies, Input, Over, Result>,
): StepDefinition<Dependencies, Input, Stored<Awaited<Result>>> {
  const { over, mayFail = 0, concurrency, run } = options;
  if (!Number.isInteger(mayFail) || mayFail < 0) {
    throw new RangeError(`race: mayFail is a whole number from 0, not ${mayFail}`);
  }
  return defineStep({ type: 'race', config: { over: String(over), mayFail }, concurrency, run });
}
