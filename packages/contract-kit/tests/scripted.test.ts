import { describe, test } from 'vitest';
import { describeStepType, type StepTypeCase } from '../src/index.js';
import { createDatabase } from './database.js';

const numbers = (count: number) => [...Array(count).keys()];
const pages = (config: StepTypeCase['config'], count: number): Omit<StepTypeCase, 'name'> => ({
  config,
  source: {},
  tasks: numbers(count).map((n) => ({ n })),
  outputs: numbers(count),
  output: numbers(count),
});

for (const stepType of ['scripted', 'scripted_each']) {
  describeStepType(
    {
      stepType,
      schema: `pgflow_${stepType}`,
      capabilities: stepType === 'scripted_each' ? { per_task: true } : {},
      createDatabase: () => createDatabase(),
      cases: [
        { name: 'three tasks', ...pages({ tasks: 3 }, 3) },
        { name: 'three pages of two tasks', ...pages({ tasks: 2, pages: 2 }, 6) },
        { name: 'tasks that are delayed', ...pages({ tasks: 2, delay_ms: 3_600_000 }, 2) },
        { name: 'no task', ...pages({ tasks: 0 }, 0) },
      ],
      refused: [
        {
          name: 'a step whose type raises',
          config: { raise: { hook: 'handle_step_start', errcode: '22012' } },
          source: {},
          code: 'PF201',
        },
        {
          name: 'a step whose tasks do not begin at 0',
          config: { gap: 1, tasks: 3 },
          source: {},
          code: 'PF202',
        },
      ],
    },
    { describe: describe.concurrent, test },
  );
}
