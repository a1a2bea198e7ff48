import { fileURLToPath } from 'node:url';
import { createClient } from '@pgflow/core-sql';
import { startEdgeRuntime } from '@pgflow/dev-edge-runtime';
import { expect, onTestFailed, onTestFinished, test } from 'vitest';
import { layeredDatabase } from './support/layered-database.js';
import { manyTasks } from './support/many-tasks-flow.js';

const database = layeredDatabase();
const functionDir = fileURLToPath(new URL('./functions/many-tasks', import.meta.url));

/** Serves the worker with a short life, and wakes it as a cron would, until the test ends. */
async function serve(env: Record<string, string> = {}) {
  const lines: string[] = [];
  const runtime = await startEdgeRuntime({
    functionDir,
    env: { SUPABASE_DB_URL: database.url, WORKER_SECRET: 'word', ...env },
    wallClockMs: 2_000,
    cpuMs: 60_000,
    log: (line) => void lines.push(line),
  });
  // The first start stores the flow.
  const wake = () => fetch(runtime.url, { headers: { apikey: 'word' } });
  const woken = await wake();
  expect(await woken.json()).toMatchObject({ status: 'working' });
  const cron = setInterval(() => void wake().catch(() => {}), 200);
  onTestFailed(() => console.log(lines.slice(-100).join('\n')));
  onTestFinished(async () => {
    clearInterval(cron);
    await runtime.stop();
    const history = runtime.isolates.map(({ id, startedAt, endedAt, reason }) => {
      return `isolate ${id}: ${Number(endedAt) - Number(startedAt)} ms, ${reason}`;
    });
    console.log(history.join('\n'));
  });
  return { runtime, lines };
}

/** How the workers of this file ended, and how often. */
async function endReasons(): Promise<Record<string, number>> {
  const rows = await database.sql<{ reason: string; count: number }[]>`
    select end_reason as reason, count(*)::int from pgflow.workers
    where ended_at is not null group by 1`;
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

test('a run of 1,000 tasks completes though each worker is killed by surprise', async () => {
  const { runtime } = await serve({ DEAF: 'yes' });
  await expectSquares(1_000);
  const ended = runtime.isolates.filter(({ endedAt }) => endedAt);
  expect(ended.length).toBeGreaterThanOrEqual(5);
  expect(new Set(ended.map(({ reason }) => reason))).toEqual(new Set(['wall_clock']));
  // Nobody said goodbye: that they are dead is found by housekeeping.
  await database.sql`update pgflow.housekeeping set done_at = '-infinity'`;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const [done] = await database.sql`select pgflow.housekeep() -> 'dead_workers' as dead`;
  expect(done?.dead).toBeGreaterThanOrEqual(5);
}, 120_000);

test('a worker that hears of its end gives back what has not begun, and says goodbye', async () => {
  const { lines } = await serve();
  await expectSquares(300);
  expect((await endReasons()).wall_clock).toBeGreaterThanOrEqual(1);
  expect(lines.some((line) => line.includes('worker stopped'))).toBe(true);
  expect(lines.join()).not.toContain('did not stop in order');
  const [waste] = await database.sql`
    select count(*)::int as tasks from pgflow.step_tasks as t join pgflow.workers as w using (worker_id)
    where w.end_reason = 'wall_clock' and t.attempt_count > 1`;
  expect(waste).toEqual({ tasks: 0 });
}, 120_000);

test('a request without the secret wakes nobody', async () => {
  const { runtime } = await serve();
  const before = runtime.isolates.length;
  const answer = await fetch(runtime.url, { headers: { apikey: 'another' } });
  expect([answer.status, await answer.text()]).toEqual([401, '']);
  expect(before).toBeGreaterThanOrEqual(1);
});

/** Runs the flow to its end; each of its tasks has to be completed, with the right output. */
async function expectSquares(count: number): Promise<void> {
  const run = await createClient(database.sql).start(manyTasks, count);
  const squares = Array.from({ length: count }, (_, n) => n * n);
  expect(await run.result({ timeoutMs: 90_000 })).toEqual({ squares });
  const tasks = await database.sql`
    select status, output from pgflow.step_tasks
    where run_id = ${run.runId} and step_index = 1 order by task_index`;
  expect(tasks).toEqual(squares.map((output) => ({ status: 'completed', output })));
}
