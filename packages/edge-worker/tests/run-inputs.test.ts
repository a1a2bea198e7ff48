import { type ClaimedTask, DatabaseUnreachableError, flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { runInputs } from '../src/run-inputs.js';

const one = flow('one').step('a', () => 1);
const task = { runId: 'r' } as ClaimedTask;

test('a database that is away is asked again for the input of a run', async () => {
  let asked = 0;
  const inputs = runInputs(async () => {
    asked += 1;
    if (asked < 3) throw new DatabaseUnreachableError('away');
    return new Map([['r', { n: 1 }]]);
  });
  expect(await Promise.all([inputs.get(one, task), inputs.get(one, task)])).toEqual([
    { n: 1 },
    { n: 1 },
  ]);
  expect(asked).toBe(3);
});

test('another error of the database is the failure of the attempt', async () => {
  const inputs = runInputs(() => Promise.reject(new Error('permission denied')));
  await expect(inputs.get(one, task)).rejects.toThrow('permission denied');
});
