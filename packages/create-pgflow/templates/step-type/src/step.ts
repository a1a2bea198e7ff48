import { defineStep, type Handler, type StepDefinition, type Stored } from '@pgflow/core-sql';

// #region options
/** What a step of this type is made of. */
export interface MyThingOptions<Input, Result> {
  /** How many tasks there are: a whole number from 0 to 999. */
  times: number;
  /** The most tasks that are worked on at once, by all workers together. @default decided by SQL */
  concurrency?: number;
  /** Called with each number from 1 to `times`, in a task of its own. */
  run: Handler<number, Input, Result>;
}
// #endregion

// #region step
/**
 * A step that runs a task for each number from 1 to `times`. Its output is the array of the outputs,
 * in the order of the numbers. When a task fails for good, the step fails with it. Raises a RangeError
 * for other numbers.
 */
export function myThing<Input, Result>(
  options: MyThingOptions<Input, Result>,
): StepDefinition<unknown, Input, Stored<Awaited<Result>>[]> {
  const { times, concurrency, run } = options;
  if (!Number.isInteger(times) || times < 0 || times > 999) {
    const rule = 'times is a whole number from 0 to 999';
    throw new RangeError(`myThing: ${rule}, not ${times}`);
  }
  return defineStep({
    type: 'my_thing',
    config: { times },
    concurrency,
    run,
  });
}
// #endregion
