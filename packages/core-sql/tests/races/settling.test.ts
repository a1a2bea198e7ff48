import { expect, test } from 'vitest';
import { arena } from './race.js';

const { value, race } = arena();

const start = (steps: string, input = '{}') => value(`select test.start('${steps}', '${input}')`);
/** Claims tasks and keeps the claims in a table; `$a` in a statement is the claim of step a. */
const take = (...slugs: string[]) =>
  value(`drop table if exists test.claims;
    create table test.claims as select ${slugs.map((s) => `test.take('${s}') as ${s}`).join(', ')}`);
const complete = (slug: string) => `select test.completes(c.${slug}) from test.claims as c`;
const fail = (slug: string) => `select test.fails(c.${slug},
  '{"code": "E", "message": "no", "final": true}') from test.claims as c`;
const cancel = 'select pgflow.cancel_run(test.run_id())';
const summary = 'select test.summary()';
const deliveries = 'select count(*)::int from pgflow_memo.deliveries';

test('complete x complete at a fan-in: the second waits, and starts the join once', async () => {
  await start('[{"slug":"a"},{"slug":"b"},{"slug":"c","after":["a","b"]}]');
  await take('a', 'b');
  expect(await race(complete('a'), complete('b'))).toEqual({
    first: 'completed',
    second: 'completed',
    waited: true,
  });
  expect(await value(summary)).toBe('started: a completed, b completed, c started');
  expect(await value(deliveries)).toBe(1);
});

test('complete x complete of one claim: the second waits and is stale', async () => {
  await start('[{"slug":"a"},{"slug":"b","after":["a"]}]');
  await take('a');
  expect(await race(complete('a'), complete('a'))).toEqual({
    first: 'completed',
    second: 'stale',
    waited: true,
  });
  expect(await value(deliveries)).toBe(1);
});

test('fail x complete of a sibling: a failed run takes no more results', async () => {
  await start('[{"slug":"a"},{"slug":"b"}]');
  await take('a', 'b');
  expect(await race(fail('a'), complete('b'))).toEqual({
    first: 'failed',
    second: 'stale',
    waited: true,
  });
  expect(await value(summary)).toBe('failed: a failed, b cancelled');
});

test('complete x fail of a sibling: both count', async () => {
  await start('[{"slug":"a"},{"slug":"b"}]');
  await take('a', 'b');
  expect(await race(complete('b'), fail('a'))).toEqual({
    first: 'completed',
    second: 'failed',
    waited: true,
  });
  expect(await value(summary)).toBe('failed: a failed, b completed');
});

test('cancel x complete: the result comes too late', async () => {
  await start('[{"slug":"a"}]');
  await take('a');
  expect(await race(cancel, complete('a'))).toEqual({ first: true, second: 'stale', waited: true });
  expect(await value(summary)).toBe('cancelled: a cancelled');
});

test('complete x cancel: the run has ended', async () => {
  await start('[{"slug":"a"}]');
  await take('a');
  expect(await race(complete('a'), cancel)).toEqual({
    first: 'completed',
    second: false,
    waited: true,
  });
  expect(await value(summary)).toBe('completed: a completed');
});

test('retry_run x late complete: the claim from before is stale', async () => {
  await start('[{"slug":"a"},{"slug":"b"}]');
  await take('a', 'b');
  await value(fail('b'));
  const retry = 'select pgflow.retry_run(test.run_id())';
  expect(await race(retry, complete('a'))).toEqual({ first: '', second: 'stale', waited: true });
  expect(await value(summary)).toBe('started: a started, b started');
  expect(await value(deliveries)).toBe(2);
});

test('late complete x retry_run: neither disturbs the other', async () => {
  await start('[{"slug":"a"},{"slug":"b"}]');
  await take('a', 'b');
  await value(fail('b'));
  const retry = 'select pgflow.retry_run(test.run_id())';
  expect(await race(complete('a'), retry)).toEqual({ first: 'stale', second: '', waited: true });
  expect(await value(deliveries)).toBe(2);
});

test('retry_run x retry_run: the second is refused', async () => {
  await start('[{"slug":"a"}]');
  await value(cancel);
  const retry = 'select pgflow.retry_run(test.run_id())';
  expect(await race(retry, retry)).toEqual({ first: '', second: 'PF014', waited: true });
  expect(await value(deliveries)).toBe(1);
});

test('complete_step x the last task: whoever is first gives the output', async () => {
  await start('[{"slug":"a"}]');
  await take('a');
  const outside = `select pgflow.complete_step(test.run_id(), 'a', '"outside"')`;
  expect(await race(outside, complete('a'))).toEqual({
    first: true,
    second: 'stale',
    waited: true,
  });
  expect(await value(`select pgflow.run_output(test.run_id())`)).toEqual({ a: 'outside' });
});

test('retry_run x cancel: the run is cancelled, with all that the retry brought', async () => {
  await start('[{"slug":"a"}]');
  await value(cancel);
  const retry = 'select pgflow.retry_run(test.run_id())';
  expect(await race(retry, cancel)).toEqual({ first: '', second: true, waited: true });
  expect(await value(summary)).toBe('cancelled: a cancelled');
  expect(await value(deliveries)).toBe(0);
});

test('cancel x retry_run: the run goes on', async () => {
  await start('[{"slug":"a"}]');
  const retry = 'select pgflow.retry_run(test.run_id())';
  expect(await race(cancel, retry)).toEqual({ first: true, second: '', waited: true });
  expect(await value(summary)).toBe('started: a started');
  expect(await value(deliveries)).toBe(1);
});
