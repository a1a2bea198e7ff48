import { defineStep, type Handler, type StepDefinition, type Stored } from '@pgflow/core-sql';

/** The dependencies whose output is an array. */
export type ArrayKeys<Dependencies> = {
  [Key in keyof Dependencies]: Dependencies[Key] extends readonly unknown[] ? Key : never;
}[keyof Dependencies];

/** The element type of an array. */
export type ElementOf<List> = List extends readonly (infer Element)[] ? Element : never;

/** What a map runs over: the output of the dependency `Over`, or the run's input without one. */
export type ListOf<Dependencies, Input, Over> = [Over] extends [undefined]
  ? Input
  : Over extends keyof Dependencies
    ? Dependencies[Over]
    : never;

/** Stands in the place of a step definition, so that the compiler's error says what is wrong. */
export interface RefusedMap<Reason extends string> {
  readonly refused: Reason;
}

/** The step that a map makes; its output has the elements' outputs in order. */
export type MapDefinition<Dependencies, Input, Over, Result> =
  ListOf<Dependencies, Input, Over> extends readonly unknown[]
    ? StepDefinition<Dependencies, Input, Stored<Awaited<Result>>[]>
    : RefusedMap<'map() needs "over", a dependency that is an array, since the input of this flow is not one'>;

/** Options of {@link map}. */
export interface MapOptions<Dependencies, Input, Over, Result> {
  /**
   * The dependency whose output is mapped, an array. Left out, the run's input is: then it must be
   * an array, and steps in `after` are only waited for.
   * @default the run's input
   */
  over?: Over;
  /** The most elements that are worked on at once, by all workers together. @default decided by SQL */
  concurrency?: number;
  /** Called once for each element, in a task of its own; `ctx.taskIndex` is the element's index. */
  run: Handler<ElementOf<ListOf<Dependencies, Input, Over>>, Input, Result>;
}

/**
 * A step that runs one task for each element of an array.
 * Its output is the array of the outputs, in the order of the elements; an empty array gives an
 * empty one. When a task fails for good, the step fails with it.
 */
export function map<
  Dependencies,
  Input,
  Result,
  const Over extends ArrayKeys<Dependencies> | undefined = undefined,
>(
  options: MapOptions<Dependencies, Input, Over, Result>,
): MapDefinition<Dependencies, Input, Over, Result> {
  const { over, concurrency, run } = options;
  const config = { over: over === undefined ? null : String(over) };
  return defineStep({ type: 'map', config, concurrency, run }) as MapDefinition<
    Dependencies,
    Input,
    Over,
    Result
  >;
}
