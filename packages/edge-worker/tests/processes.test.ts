import { once } from 'node:events';
import { createClient } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { counting } from './support/counting-flow.js';
import { layeredDatabase } from './support/layered-database.js';
import { leaving } from './support/misbehaving-flows.js';
import { eachFailsItsOwnAttempt, inTime, start } from './support/own-failures.js';
import { until } from './support/run-worker.js';
import { type Runtime, spawnWorker } from './support/spawn-worker.js';

const database = layeredDatabase();
const sumOfDoubled = 40 * 39;
const startProcess = (runtime: Runtime) => spawnWorker(runtime, 'worker-process.ts', database.url);

test.each(['node', 'deno'] as Runtime[])(
  'a worker on %s runs a flow and stops on SIGTERM',
  async (runtime) => {
    const { child } = await startProcess(runtime);
    const run = await createClient(database.sql).start(counting, {});
    expect(await run.result({ timeoutMs: 20_000 })).toEqual({ sum: sumOfDoubled });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    const alive = await database.sql`select from pgflow.workers where ended_at is null`;
    expect(alive.length).toBe(0);
  },
);

test.each(['node', 'deno'] as Runtime[])(
  'a worker on %s whose output nobody reads any more works on, and stops on SIGTERM',
  async (runtime) => {
    const { child } = await startProcess(runtime);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const run = await createClient(database.sql).start(counting, {});
    expect(await run.result({ timeoutMs: 20_000 })).toEqual({ sum: sumOfDoubled });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(20_000) });
    expect(code).toBe(0);
  },
  60_000,
);

test('a run survives workers that are killed in the middle', async () => {
  const run = await createClient(database.sql).start(counting, {});
  for (const done of [1, 10, 25]) {
    const { child } = await startProcess('node');
    await until(async () => {
      const { steps } = await run.progress();
      const [, doubled] = steps;
      return doubled && doubled.taskCount - doubled.remainingTasks >= done;
    }, 30_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await startProcess('node');
  expect(await run.result({ timeoutMs: 30_000 })).toEqual({ sum: sumOfDoubled });
  const [deepest] = await database.sql`select max(queue_length) as length from pgmq.metrics_all()`;
  expect(Number(deepest?.length)).toBe(0);
}, 90_000);

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a second %s ends a worker at once, and its task comes back',
  async (signal) => {
    const first = await spawnWorker('node', 'sleeping-process.ts', database.url);
    const run = await createClient(database.sql).start('sleeping', {});
    await until(() => first.output.includes('attempt 1'));
    first.child.kill(signal);
    await until(() => first.output.includes('worker stops'));
    first.child.kill(signal);
    expect(await once(first.child, 'exit')).toEqual([signal === 'SIGINT' ? 130 : 143, null]);
    await spawnWorker('node', 'sleeping-process.ts', database.url);
    expect(await run.result({ timeoutMs: 20_000 })).toEqual({ only: 'awake' });
  },
  60_000,
);

test.each(['node', 'deno'] as Runtime[])(
  'no handler ends its process, whatever it does or leaves behind, on %s',
  async (runtime) => {
    const worker = await spawnWorker(runtime, 'misbehaving-process.ts', database.url);
    const left = await Promise.all(leaving.map((flow) => start(database.sql, flow)));
    await eachFailsItsOwnAttempt(database.sql);
    for (const run of left) expect(await run.result(inTime)).toEqual({ only: 'done' });
    for (const what of ['a rejection', 'a callback']) {
      await until(() => worker.output.includes(`left behind: ${what}`));
    }
    expect(worker.output).not.toContain('failed: ');
    worker.child.kill('SIGTERM');
    expect(await once(worker.child, 'exit')).toEqual([0, null]);
  },
  60_000,
);
