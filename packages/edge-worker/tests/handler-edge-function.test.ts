import { fileURLToPath } from 'node:url';
import { createClient } from '@pgflow/core-sql';
import { startEdgeRuntime } from '@pgflow/dev-edge-runtime';
import { expect, onTestFailed, onTestFinished, test } from 'vitest';
import { manyTasks } from './support/many-tasks-flow.js';
import { bringing, dueOf } from './support/push-backend.js';
import { pushDatabase } from './support/push-database.js';

const database = pushDatabase();
const functionDir = fileURLToPath(new URL('./functions/pushed-tasks', import.meta.url));

/** How many tasks a request brings at most. */
const BATCH = 5;

/** Serves the handler with a short life, and brings it what is due, until the test ends. */
async function serve(env: Record<string, string> = {}) {
  const lines: string[] = [];
  const statuses = new Set<number>();
  const runtime = await startEdgeRuntime({
    functionDir,
    env: { SUPABASE_DB_URL: database.url, ...env },
    wallClockMs: 2_000,
    cpuMs: 60_000,
    log: (line) => void lines.push(line),
  });
  let ended = false;
  const bringAll = async () => {
    while (!ended) {
      const due = await dueOf(database.sql, manyTasks.slug);
      const deliveries = due?.deliveries.slice(0, BATCH);
      if (due && deliveries) {
        // An isolate may end before it answers.
        const answer = await fetch(await bringing(runtime.url, { ...due, deliveries })).catch(
          () => undefined,
        );
        if (answer) statuses.add(answer.status);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await createClient(database.sql).define(manyTasks);
  const work = bringAll();
  onTestFailed(() => console.log(lines.slice(-100).join('\n')));
  onTestFinished(async () => {
    ended = true;
    await work;
    await runtime.stop();
  });
  return { runtime, lines, statuses };
}

test('a run completes though each isolate is killed in the middle of its work', async () => {
  const { runtime, statuses } = await serve({ DEAF: 'yes' });
  await expectSquares(200);
  const ended = runtime.isolates.filter(({ endedAt }) => endedAt);
  expect(ended.length).toBeGreaterThanOrEqual(2);
  expect(ended.map(({ reason }) => reason)).toContain('wall_clock');
  expect(statuses).toContain(202);
  const [lost] = await database.sql`
    select count(*)::int as tasks from pgflow.step_tasks where attempt_count > 1`;
  expect(lost?.tasks).toBeGreaterThanOrEqual(1);
}, 120_000);

test('an isolate that hears of its end gives back what has not begun, and says goodbye', async () => {
  const { lines } = await serve();
  await expectSquares(200);
  const ends = await database.sql`
    select distinct end_reason from pgflow.workers where end_reason <> 'dead'`;
  expect(ends.map((row) => row.end_reason)).toContain('wall_clock');
  expect(lines.some((line) => line.includes('worker stopped'))).toBe(true);
}, 120_000);

/** Runs the flow to its end; each of its tasks has to be completed, with the right output. */
async function expectSquares(count: number): Promise<void> {
  const run = await createClient(database.sql).start(manyTasks, count);
  const squares = Array.from({ length: count }, (_, n) => n * n);
  expect(await run.result({ timeoutMs: 90_000 })).toEqual({ squares });
}
