import { expect, test } from 'vitest';
import { arena } from './race.js';

const { value, race } = arena();

const start = (steps = '[{"slug":"a"}]') => value(`select test.start('${steps}')`);
const take = () =>
  value(`drop table if exists test.claims;
    create table test.claims as select test.take('a') as a`);
const expire = () =>
  value(`update pgflow.step_tasks set visible_at = pgflow._now() - interval '1 second';
    update pgflow_memo.deliveries set visible_at = pgflow._now() - interval '1 second'`);
const claim = 'select count(*)::int from test.claim()';
const complete = 'select test.completes(c.a) from test.claims as c';
const extend = 'select test.extends(c.a) from test.claims as c';
const release = 'select test.releases(c.a) from test.claims as c';
const cancel = 'select pgflow.cancel_run(test.run_id())';
const task = `select (t.status, t.claim_no, t.attempt_count)::text from test.task('a') as t`;
const deliveries = 'select count(*)::int from pgflow_memo.deliveries';

test('claim x claim: one has it, and the other does not wait', async () => {
  await start();
  expect(await race(claim, claim)).toEqual({ first: 1, second: 0, waited: false });
  expect(await value(task)).toBe('(started,1,1)');
});

test('claim x claim after a lease ran out: one has the next attempt', async () => {
  await start();
  await take();
  await expire();
  expect(await race(claim, claim)).toEqual({ first: 1, second: 0, waited: false });
  expect(await value(task)).toBe('(started,2,2)');
});

test('redelivered claim x late complete: the late one waits and is stale', async () => {
  await start();
  await take();
  await expire();
  expect(await race(claim, complete)).toEqual({ first: 1, second: 'stale', waited: true });
  expect(await value(task)).toBe('(started,2,2)');
  expect(await value(deliveries)).toBe(1);
});

test('late complete x redelivered claim: the claim does not wait and has nothing', async () => {
  await start();
  await take();
  await expire();
  expect(await race(complete, claim)).toEqual({ first: 'completed', second: 0, waited: false });
  expect(await value(deliveries)).toBe(0);
});

test('claim x cancel: the cancel waits, and the worker hears of it', async () => {
  await start();
  const first = `with claim as (select to_jsonb(c) as a from test.claim() as c)
    insert into test.claims select a from claim returning a ->> 'claim_no'`;
  await value(`drop table if exists test.claims; create table test.claims (a jsonb)`);
  expect(await race(first, cancel)).toEqual({ first: '1', second: true, waited: true });
  expect(await value(task)).toBe('(cancelled,1,1)');
  expect(await value(extend)).toBe('cancelled');
  expect(await value(complete)).toBe('stale');
  expect(await value(deliveries)).toBe(0);
});

test('cancel x claim: the claim does not wait and has nothing', async () => {
  await start();
  expect(await race(cancel, claim)).toEqual({ first: true, second: 0, waited: false });
  expect(await value(task)).toBe('(cancelled,0,0)');
});

test('extend x complete of the same task: the result waits and counts', async () => {
  await start();
  await take();
  expect(await race(extend, complete)).toEqual({ first: 'ok', second: 'completed', waited: true });
});

test('complete x extend of the same task: the heartbeat does not wait, the next one tells', async () => {
  await start();
  await take();
  expect(await race(complete, extend)).toEqual({ first: 'completed', second: 'ok', waited: false });
  expect(await value(extend)).toBe('stale');
});

test('extend x claim after the lease ran out: the extended claim stays', async () => {
  await start();
  await take();
  await expire();
  expect(await race(extend, claim)).toEqual({ first: 'ok', second: 0, waited: false });
  expect(await value(task)).toBe('(started,1,1)');
});

test('claim x extend after the lease ran out: the old claim is stale', async () => {
  await start();
  await take();
  await expire();
  expect(await race(claim, extend)).toEqual({ first: 1, second: 'ok', waited: false });
  expect(await value(extend)).toBe('stale');
  expect(await value(task)).toBe('(started,2,2)');
});

test('release x complete of the same task: given back is given back', async () => {
  await start();
  await take();
  expect(await race(release, complete)).toEqual({ first: 'ok', second: 'stale', waited: true });
  expect(await value(task)).toBe('(queued,1,0)');
});

test('complete x release of the same task: the release does not wait', async () => {
  await start();
  await take();
  expect(await race(complete, release)).toEqual({
    first: 'completed',
    second: 'stale',
    waited: false,
  });
});
