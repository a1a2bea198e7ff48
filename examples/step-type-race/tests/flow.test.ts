import { tableBackend } from '@pgflow/backend-table';
import { createClient, flow, RunFailedError } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { race } from '../src/step.js';
import { createDatabase } from './create-database.js';

const aborted: string[] = [];

const fetching = flow('fetching')
  .step('mirrors', () => [{ host: 'far' }, { host: 'near' }, { host: 'down' }])
  .step(
    'file',
    { after: ['mirrors'] },
    race({ over: 'mirrors', run: ({ host }, { signal }) => download(host, signal) }),
  )
  .step('say', { after: ['file'] }, ({ file }) => file.toUpperCase());

/** Only `near` ever answers; the others wait until they are told that they lost. */
async function download(host: string, signal: AbortSignal): Promise<string> {
  if (host === 'near') return 'from near';
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  aborted.push(host);
  throw signal.reason;
}

test('the first result ends the step, and the handlers of the others are told', async () => {
  await using database = await createDatabase(tableBackend.sqlModule);
  const sql = postgres(database.url, { onnotice: () => {} });
  // The lease bounds how long a worker does not know that a task was cancelled.
  const worker = createWorker({
    flows: [fetching],
    backend: tableBackend,
    sql,
    leaseSeconds: 3,
  });
  await worker.start();
  try {
    const run = await createClient(sql).start(fetching, null);
    expect(await run.result({ timeoutMs: 30_000 })).toEqual({ say: 'FROM NEAR' });
    await expect.poll(() => aborted.toSorted(), { timeout: 10_000 }).toEqual(['down', 'far']);
    const tasks = await sql`
      select status from pgflow.step_tasks where run_id = ${run.runId} and step_index = 1
      order by task_index`;
    expect(tasks.map(({ status }) => status)).toEqual(['cancelled', 'completed', 'cancelled']);
  } finally {
    await worker.stop();
    await sql.end();
  }
});

/** Of four contestants, those that `down` names fail for good. */
const tolerant = (slug: string, down: string) =>
  flow(slug)
    .step('letters', () => ['a', 'b', 'c', 'd'])
    .step(
      'answer',
      { after: ['letters'], maxAttempts: 1 },
      race({
        over: 'letters',
        mayFail: 2,
        concurrency: 1,
        run: (letter) => {
          if (down.includes(letter)) throw new Error(`${letter} is down`);
          return letter;
        },
      }),
    );

test('as many contestants may fail as the step says, and no more', async () => {
  await using database = await createDatabase(tableBackend.sqlModule);
  const sql = postgres(database.url, { onnotice: () => {} });
  const [two, three] = [tolerant('two', 'ab'), tolerant('three', 'abc')] as const;
  const logger = { debug() {}, info() {}, warn() {}, error: console.error };
  const worker = createWorker({ flows: [two, three], backend: tableBackend, sql, logger });
  await worker.start();
  try {
    const client = createClient(sql);
    const run = await client.start(two, null);
    expect(await run.result({ timeoutMs: 30_000 })).toEqual({ answer: 'c' });
    const failing = await client.start(three, null);
    const error = await failing.result({ timeoutMs: 30_000 }).catch((raised: unknown) => raised);
    expect(error).toBeInstanceOf(RunFailedError);
    expect(String(error)).toContain('step "answer": 3 of 4 contestants failed');
  } finally {
    await worker.stop();
    await sql.end();
  }
});

test('refuses another number of contestants that may fail', () => {
  const wrong = () => race({ over: 'a' as never, mayFail: -1, run: () => null });
  expect(wrong).toThrow(new RangeError('race: mayFail is a whole number from 0, not -1'));
});
