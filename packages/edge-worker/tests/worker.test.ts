import { createClient, flow, NonRetryableError, RunFailedError } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import { expect, test } from 'vitest';
import { deferred } from './support/deferred.js';
import { layeredDatabase } from './support/layered-database.js';
import { memoryLogger, runWorker, until } from './support/run-worker.js';

const database = layeredDatabase();
const client = () => createClient(database.sql);

test('runs a flow of single steps and a map from end to end', async () => {
  const digest = flow('digest')
    .step('users', () => ['ada', 'bob', 'cy'])
    .step(
      'mails',
      { after: ['users'] },
      map({ over: 'users', run: (name, ctx) => `${ctx.taskIndex} ${name}` }),
    )
    .step('none', { after: ['users'] }, () => [] as string[])
    .step('nothing', { after: ['none'] }, map({ over: 'none', run: () => 1 }))
    .step('end', { after: ['mails', 'nothing'] }, (deps) => deps);
  await runWorker({ flows: [digest], sql: database.sql });
  const run = await client().start(digest, {});
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({
    end: { mails: ['0 ada', '1 bob', '2 cy'], nothing: [] },
  });
});

test('keeps 0, false, empty text and null as they are', async () => {
  const values = flow('values')
    .step('zero', () => 0)
    .step('no', () => false)
    .step('empty', () => '')
    .step('nil', () => null)
    .step('nothing', () => {})
    .step('all', { after: ['zero', 'no', 'empty', 'nil', 'nothing'] }, (deps) => deps);
  await runWorker({ flows: [values], sql: database.sql });
  const run = await client().start(values, null);
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({
    all: { zero: 0, no: false, empty: '', nil: null, nothing: null },
  });
});

test('retries a handler that throws, and hands it the attempt', async () => {
  const attempts: number[] = [];
  const flaky = flow('flaky').step('once_more', { baseDelayMs: 10 }, (_, ctx) => {
    attempts.push(ctx.attempt);
    if (ctx.attempt < 3) throw new Error('not yet');
    return 'done';
  });
  await runWorker({ flows: [flaky], sql: database.sql });
  const run = await client().start(flaky, {});
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ once_more: 'done' });
  expect(attempts).toEqual([1, 2, 3]);
});

test('fails the run when the attempts are used up, and at once for a NonRetryableError', async () => {
  let calls = 0;
  const broken = flow('broken').step('bad', { maxAttempts: 2, baseDelayMs: 10 }, (_, ctx) => {
    calls += 1;
    if (ctx.input === 'final') throw new NonRetryableError('never');
    throw new Error('no luck');
  });
  await runWorker({ flows: [broken], sql: database.sql });
  const failing = (await client().start(broken, 'again')).result({ timeoutMs: 15_000 });
  await expect(failing).rejects.toThrow(RunFailedError);
  await expect(failing).rejects.toThrow('no luck');
  expect(calls).toBe(2);
  const final = (await client().start(broken, 'final')).result({ timeoutMs: 15_000 });
  await expect(final).rejects.toThrow('never');
  expect(calls).toBe(3);
});

test('aborts a handler at its timeout and counts a failed attempt', async () => {
  let reason: unknown;
  const slow = flow('slow').step('wait', { timeoutMs: 100, maxAttempts: 1 }, (_, ctx) => {
    ctx.signal.addEventListener('abort', () => {
      reason = ctx.signal.reason;
    });
    return new Promise<number>(() => {});
  });
  await runWorker({ flows: [slow], sql: database.sql });
  const run = await client().start(slow, {});
  await expect(run.result({ timeoutMs: 15_000 })).rejects.toThrow('longer than 100 ms');
  expect(reason).toMatchObject({ code: 'PF351' });
});

test('fails only the task whose output cannot be stored', async () => {
  const outputs = ['fine', 'a\0b', '\ud800', 'fine too'];
  const odd = flow('odd')
    .step('list', () => [0, 1, 2, 3])
    .step(
      'each',
      { after: ['list'], maxAttempts: 1 },
      map({ over: 'list', run: (i) => outputs[i] ?? '' }),
    );
  await runWorker({ flows: [odd], sql: database.sql });
  const run = await client().start(odd, {});
  await expect(run.result({ timeoutMs: 15_000 })).rejects.toMatchObject({
    failure: { code: 'PF311', stepSlug: 'each' },
  });
});

test('aborts a handler whose run is cancelled', async () => {
  const started = deferred<AbortSignal>();
  const long = flow('long').step('wait', (_, ctx) => {
    started.resolve(ctx.signal);
    return new Promise<number>(() => {});
  });
  await runWorker({ flows: [long], sql: database.sql, leaseSeconds: 1, shutdownTimeoutMs: 0 });
  const run = await client().start(long, {});
  const signal = await started.promise;
  expect(await run.cancel()).toBe(true);
  await until(() => signal.aborted);
  expect(signal.reason).toMatchObject({ name: 'LeaseLostError' });
});

test('gives back what has not begun when it stops, without a spent attempt', async () => {
  const gate = deferred<void>();
  const begun = deferred<void>();
  const wide = flow('wide')
    .step('list', () => [1, 2, 3, 4])
    .step(
      'each',
      { after: ['list'] },
      map({
        over: 'list',
        run: async (n) => {
          begun.resolve();
          await gate.promise;
          return n;
        },
      }),
    );
  const worker = await runWorker({ flows: [wide], sql: database.sql, concurrency: 1, prefetch: 3 });
  const run = await client().start(wide, {});
  const claimed = () => database.sql`
    select from pgflow.step_tasks where run_id = ${run.runId} and status = 'started'`;
  // The handler runs, so the worker has been told of all that it claimed.
  await begun.promise;
  expect((await claimed()).length).toBe(4);
  const stopped = worker.stop();
  await until(async () => (await claimed()).length === 1);
  gate.resolve();
  await stopped;
  const tasks = await database.sql`
    select status, attempt_count from pgflow.step_tasks
    where run_id = ${run.runId} and step_index = 1 order by status::text, task_index`;
  expect(tasks.map((t) => `${t.status} ${t.attempt_count}`)).toEqual([
    'completed 1',
    'queued 0',
    'queued 0',
    'queued 0',
  ]);
  await runWorker({ flows: [wide], sql: database.sql });
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ each: [1, 2, 3, 4] });
});

test('extends the lease of a handler that takes longer than it', async () => {
  let calls = 0;
  const patient = flow('patient').step('long', async () => {
    calls += 1;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    return calls;
  });
  await runWorker({ flows: [patient], sql: database.sql, leaseSeconds: 1, pollIntervalMs: 100 });
  await runWorker({ flows: [patient], sql: database.sql, leaseSeconds: 1, pollIntervalMs: 100 });
  const run = await client().start(patient, {});
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ long: 1 });
});

test('works on by polling alone when it does not listen', async () => {
  const polled = flow('polled').step('one', () => 1);
  const sql = database.sql;
  await runWorker({ flows: [polled], sql, listen: false, pollIntervalMs: 200 });
  // So that its first look is over.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const run = await client().start(polled, {});
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ one: 1 });
});

test('is woken by a notification, however long it would sleep', async () => {
  const woken = flow('woken').step('one', () => 1);
  await runWorker({ flows: [woken], sql: database.sql, pollIntervalMs: 600_000 });
  // Long enough for the pauses between its looks to grow beyond the time that the run may take.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const began = Date.now();
  const run = await client().start(woken, {});
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ one: 1 });
  expect(Date.now() - began).toBeLessThan(1_000);
});

test('logs no error in all of this', async () => {
  const logger = memoryLogger();
  const calm = flow('calm').step('one', () => 1);
  await runWorker({ flows: [calm], sql: database.sql, logger });
  await (await client().start(calm, {})).result({ timeoutMs: 15_000 });
  expect(logger.lines.filter((line) => line.includes('failed: '))).toEqual([]);
});
