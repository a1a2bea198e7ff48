import type { StepDefinition, StepType } from '@pgflow/core-sql';

export declare const twiceStepType: StepType;
export declare function twice<Result>(
  run: (n: number) => Result,
): StepDefinition<unknown, unknown, Result[]>;
