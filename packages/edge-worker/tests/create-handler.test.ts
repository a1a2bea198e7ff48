import { type AnyFlow, createClient, flow } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import { expect, onTestFinished, test } from 'vitest';
import { deferred } from './support/deferred.js';
import { dueOf } from './support/push-backend.js';
import { pushDatabase } from './support/push-database.js';
import { until } from './support/run-worker.js';
import { type Answer, runHandler, startRun } from './support/serve-handler.js';

const database = pushDatabase();

/** A flow of one step that ends when the test says so. */
function held(slug: string, options = {}) {
  const done = deferred<string>();
  const attempts: number[] = [];
  const run = (_: unknown, { attempt }: { attempt: number }) => {
    attempts.push(attempt);
    return done.promise;
  };
  return { flow: flow(slug).step('held', options, run), done, attempts };
}

/** The tasks of a run, by step and index. */
const tasksOf = (runId: string) => database.sql`
  select status::text, attempt_count as attempts from pgflow.step_tasks
  where run_id = ${runId} order by step_index, task_index`;

test('runs a flow whose tasks are brought by requests, and answers after the work', async () => {
  const words = flow('words')
    .step('split', (_, { input }) => String(input).split(' '))
    .step('shout', { after: ['split'] }, map({ over: 'split', run: (word) => word.toUpperCase() }))
    .step('join', { after: ['shout'] }, ({ shout }) => shout.join(' '));
  const { bring, lines } = await runHandler({ flows: [words], sql: database.sql });
  const { run } = await startRun(database.sql, words, 'one two three');
  const answers: Answer[] = [];
  for (
    let due = await dueOf(database.sql, 'words');
    due;
    due = await dueOf(database.sql, 'words')
  ) {
    answers.push(await bring(due));
  }
  const [single, three] = [1, 3].map((n): Answer => [200, { accepted: n, done: n }]);
  expect(answers).toEqual([single, three, single]);
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ join: 'ONE TWO THREE' });
  expect(lines.filter((line) => line.includes('failed: '))).toEqual([]);
});

test('a request that comes again starts nothing', async () => {
  const { flow: once, done, attempts } = held('replayed');
  const { bring } = await runHandler({ flows: [once], sql: database.sql });
  const { run, due } = await startRun(database.sql, once);
  const first = bring(due);
  await until(() => attempts.length === 1);
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 0 }]);
  done.resolve('done');
  expect(await first).toEqual([200, { accepted: 1, done: 1 }]);
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 0 }]);
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ held: 'done' });
  expect(attempts).toEqual([1]);
});

test('of two handlers and two requests at once each task is run once', async () => {
  const ran: number[] = [];
  const wide = flow('wide')
    .step('list', () => Array.from({ length: 40 }, (_, n) => n))
    .step(
      'each',
      { after: ['list'] },
      map({
        over: 'list',
        run: async (n) => {
          ran.push(n);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return n;
        },
      }),
    );
  const options = { flows: [wide], sql: database.sql, concurrency: 4 };
  const handlers = [await runHandler(options), await runHandler(options)];
  const { run, due } = await startRun(database.sql, wide);
  await handlers[0]?.bring(due);
  const all = await until(() => dueOf(database.sql, 'wide'));
  expect(all.deliveries).toHaveLength(40);
  const answers = await Promise.all([...handlers, ...handlers].map(({ bring }) => bring(all)));
  const done = answers.map(([, body]) => (body as { done: number }).done);
  expect(done.reduce((sum, n) => sum + n)).toBe(40);
  expect(ran.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(await run.result({ timeoutMs: 5_000 })).toHaveProperty('each');
});

test('answers at once where the host lets the work go on', async () => {
  const { flow: later, done, attempts } = held('later');
  const kept: Promise<unknown>[] = [];
  const { bring } = await runHandler({
    ...{ flows: [later], sql: database.sql },
    waitUntil: (promise) => void kept.push(promise),
  });
  const { run, due } = await startRun(database.sql, later);
  expect(await bring(due)).toEqual([202, { accepted: 1 }]);
  await until(() => attempts.length === 1);
  expect(kept).toHaveLength(1);
  done.resolve('done');
  await kept[0];
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ held: 'done' });
});

test('answers as it is told to', async () => {
  const { sql } = database;
  const quick = flow('quick').step('only', () => 1);
  const atOnce = await runHandler({ flows: [quick], sql, answer: 'at once' });
  const first = await startRun(sql, quick);
  expect(await atOnce.bring(first.due)).toEqual([202, { accepted: 1 }]);
  expect(await first.run.result({ timeoutMs: 5_000 })).toEqual({ only: 1 });
  const waitUntil = () => {};
  const after = await runHandler({ flows: [quick], sql, answer: 'after work', waitUntil });
  const second = await startRun(sql, quick);
  expect(await after.bring(second.due)).toEqual([200, { accepted: 1, done: 1 }]);
});

test('a failed attempt ends its request, and the next one brings another attempt', async () => {
  const flaky = flow('flaky').step('once_more', { baseDelayMs: 0 }, (_, { attempt }) => {
    if (attempt === 1) throw new Error('not yet');
    return attempt;
  });
  const { bring } = await runHandler({ flows: [flaky], sql: database.sql });
  const { run, due } = await startRun(database.sql, flaky);
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 1 }]);
  expect(await bring(await until(() => dueOf(database.sql, 'flaky')))).toMatchObject([200, {}]);
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ once_more: 2 });
});

test('the work goes on though the client has gone', async () => {
  const { flow: slow, done, attempts } = held('slow');
  const { bring } = await runHandler({ flows: [slow], sql: database.sql });
  const { run, due } = await startRun(database.sql, slow);
  const client = new AbortController();
  const answer = expect(bring(due, client.signal)).rejects.toThrow('aborted');
  await until(() => attempts.length === 1);
  client.abort();
  await answer;
  done.resolve('done');
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ held: 'done' });
});

test('a task of a flow that is not served is given back, with its attempt', async () => {
  const { sql } = database;
  const { bring } = await runHandler({ flows: [flow('served').step('only', () => 1)], sql });
  const { due } = await startRun(
    sql,
    flow('served').step('only', () => 1),
  );
  const foreign = await startRun(
    sql,
    flow('foreign').step('only', () => 2),
  );
  const mixed = { ...due, deliveries: [...foreign.due.deliveries, ...due.deliveries] };
  expect(await bring(mixed)).toEqual([200, { accepted: 2, done: 1 }]);
  expect(await tasksOf(foreign.run.runId)).toEqual([{ status: 'queued', attempts: 0 }]);
  expect(await until(() => dueOf(sql, 'foreign'))).toEqual(foreign.due);
});

test('a lost task ends its request', async () => {
  const { flow: lost, attempts } = held('lost');
  const { bring } = await runHandler({ flows: [lost], sql: database.sql, leaseSeconds: 1 });
  const { run, due } = await startRun(database.sql, lost);
  const answer = bring(due);
  await until(() => attempts.length === 1);
  await run.cancel();
  expect(await answer).toEqual([200, { accepted: 1, done: 0 }]);
});

test('a task whose lease ran out runs alone, and nothing is started beside it', async () => {
  const { sql } = database;
  const events: string[] = [];
  const gates = new Map(['neighbour', 'alone', 'late'].map((name) => [name, deferred<void>()]));
  const lonely = flow('lonely').step('only', async (_, { input }) => {
    events.push(`${input} begins`);
    await gates.get(String(input))?.promise;
    events.push(`${input} ends`);
    return null;
  });
  const { bring } = await runHandler({ flows: [lonely], sql });
  const neighbour = bring((await startRun(sql, lonely, 'neighbour')).due);
  await until(() => events.length === 1);
  const { run, due } = await startRun(sql, lonely, 'alone');
  await sql`select pgflow_http.start_step_tasks(gen_random_uuid(), ${due.deliveries}, 0)`;
  const alone = bring(due);
  await until(async () => (await tasksOf(run.runId))[0]?.attempts === 2);
  const late = await startRun(sql, lonely, 'late');
  const lateAnswer = bring(late.due);
  const notYet = async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await tasksOf(late.run.runId)).toEqual([{ status: 'queued', attempts: 0 }]);
  };
  await notYet();
  gates.get('neighbour')?.resolve();
  await until(() => events.includes('alone begins'));
  await notYet();
  gates.get('alone')?.resolve();
  await until(() => events.includes('late begins'));
  gates.get('late')?.resolve();
  const done = [200, { accepted: 1, done: 1 }];
  expect(await Promise.all([neighbour, alone, lateAnswer])).toEqual([done, done, done]);
  const order = ['neighbour', 'alone', 'late'].flatMap((name) => [
    `${name} begins`,
    `${name} ends`,
  ]);
  expect(events).toEqual(order);
});

test('a request that has to wait for long is to come again', async () => {
  const { sql } = database;
  const { flow: long, done, attempts } = held('long');
  const { bring } = await runHandler({ flows: [long], sql });
  const { due } = await startRun(sql, long);
  await sql`select pgflow_http.start_step_tasks(gen_random_uuid(), ${due.deliveries}, 0)`;
  const alone = bring(due);
  await until(() => attempts.length === 1);
  const { run, due: next } = await startRun(sql, long);
  expect(await bring(next)).toEqual([503, {}]);
  expect(await tasksOf(run.runId)).toEqual([{ status: 'queued', attempts: 0 }]);
  done.resolve('done');
  expect(await alone).toEqual([200, { accepted: 1, done: 1 }]);
  expect(await bring(next)).toEqual([200, { accepted: 1, done: 1 }]);
});

test('gives back what has not begun when it stops, and settles what has', async () => {
  const { flow: stopped, done, attempts } = held('stopped');
  const options = { flows: [stopped], sql: database.sql, concurrency: 1 };
  const { handler, bring } = await runHandler(options);
  const begun = await startRun(database.sql, stopped);
  const began = bring(begun.due);
  await until(() => attempts.length === 1);
  const waiting = await startRun(database.sql, stopped);
  const waited = bring(waiting.due);
  await until(async () => (await tasksOf(waiting.run.runId))[0]?.status === 'started');
  const end = handler.stop({ timeoutMs: 5_000 });
  expect(await waited).toEqual([200, { accepted: 1, done: 0 }]);
  await until(async () => (await tasksOf(waiting.run.runId))[0]?.status === 'queued');
  expect(await tasksOf(waiting.run.runId)).toEqual([{ status: 'queued', attempts: 0 }]);
  done.resolve('done');
  await end;
  expect(await began).toEqual([200, { accepted: 1, done: 1 }]);
  expect(await begun.run.result({ timeoutMs: 5_000 })).toEqual({ held: 'done' });
});

test('a handler that takes too long is aborted by the stop, and its attempt fails', async () => {
  const { flow: endless, attempts } = held('endless');
  const { handler, bring } = await runHandler({ flows: [endless], sql: database.sql });
  const { run, due } = await startRun(database.sql, endless);
  const answer = bring(due);
  await until(() => attempts.length === 1);
  await handler.stop({ timeoutMs: 100 });
  expect(await answer).toEqual([200, { accepted: 1, done: 1 }]);
  const [task] = await database.sql`
    select status::text, error ->> 'code' as code from pgflow.step_tasks
    where run_id = ${run.runId}`;
  expect(task).toEqual({ status: 'queued', code: 'PF354' });
});

test('a task that is started while it stops is given back', async () => {
  const { flow: started, attempts } = held('started');
  const { handler, bring } = await runHandler({ flows: [started], sql: database.sql });
  const { run, due } = await startRun(database.sql, started);
  // It is open.
  await bring({ ...due, deliveries: [] });
  let end: Promise<void> | undefined;
  let answer: Promise<Answer> | undefined;
  await database.sql.begin(async (tx) => {
    await tx`lock table pgflow_http.deliveries`;
    answer = bring(due);
    await until(async () => {
      const waiting = await database.sql`
        select from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database() and query like '%start_step_tasks%'`;
      return waiting.length > 0;
    });
    end = handler.stop();
  });
  await end;
  expect(await answer).toEqual([200, { accepted: 1, done: 0 }]);
  expect(await tasksOf(run.runId)).toEqual([{ status: 'queued', attempts: 0 }]);
  expect(attempts).toEqual([]);
});

test('tasks whose start meets a deadlock are started again at once', async () => {
  const { sql } = database;
  await sql.unsafe(`
    create sequence starts;
    alter function pgflow_http.start_step_tasks rename to really_start;
    create function pgflow_http.start_step_tasks(a uuid, b text[], c integer)
    returns setof pgflow.claimed_task language plpgsql as $$
    begin
      if nextval('public.starts') = 1 then raise exception using errcode = '40P01'; end if;
      return query select * from pgflow_http.really_start(a, b, c);
    end $$`);
  onTestFinished(async () => {
    await sql.unsafe(`
      drop function pgflow_http.start_step_tasks;
      alter function pgflow_http.really_start rename to start_step_tasks`);
  });
  const quick = flow('deadlocked').step('only', () => 1);
  const { bring } = await runHandler({ flows: [quick], sql });
  const { run, due } = await startRun(sql, quick);
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 1 }]);
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ only: 1 });
});

test('what several requests brought is settled together', async () => {
  const { sql } = database;
  const gate = deferred<void>();
  let running = 0;
  const many = flow('many').step('only', async () => {
    running += 1;
    await gate.promise;
    return null;
  });
  const { bring } = await runHandler({ flows: [many], sql, concurrency: 50 });
  await startRun(sql, many);
  await createClient(sql).startMany(many as AnyFlow, Array(49).fill({}));
  const due = await until(() => dueOf(sql, 'many'));
  const requests = due.deliveries.map((delivery) => bring({ ...due, deliveries: [delivery] }));
  await until(() => running === 50);
  const [before] = await sql`select pgflow_http.settles()`;
  gate.resolve();
  for (const request of requests) expect(await request).toEqual([200, { accepted: 1, done: 1 }]);
  const [after] = await sql`select pgflow_http.settles()`;
  expect(after?.settles - before?.settles).toBeLessThanOrEqual(2);
});
