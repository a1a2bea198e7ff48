import { expect, test } from 'vitest';
import { arena } from './race.js';

const { value, race } = arena();

const define = (steps: string) => `select test.define('${steps}')`;
const withId = `select pgflow.start_flow('flow_a', run_id => '00000000-0000-0000-0000-00000000000a')`;

test('define_flow x define_flow of one shape: one version', async () => {
  const same = define('[{"slug":"a"}]');
  expect(await race(same, same)).toEqual({ first: 1, second: 1, waited: true });
  expect(await value('select count(*)::int from pgflow.flows')).toBe(1);
});

test('define_flow x define_flow of two shapes: two versions, one of them current', async () => {
  const two = await race(define('[{"slug":"a"}]'), define('[{"slug":"b"}]'));
  expect(two).toEqual({ first: 1, second: 2, waited: true });
  expect(await value('select sum(version)::int from pgflow.flows where is_current')).toBe(1);
});

test('define_flow x define_flow of a version that is there: no wait', async () => {
  const same = define('[{"slug":"a"}]');
  await value(same);
  expect(await race(same, same)).toEqual({ first: 1, second: 1, waited: false });
});

test('two deploys: the last one to commit is current', async () => {
  await value(define('[{"slug":"a"}]'));
  const deploy = (slug: string) => `select test.define('[{"slug":"${slug}"}]', true)`;
  expect(await race(deploy('b'), deploy('c'))).toEqual({ first: 2, second: 3, waited: true });
  expect(await value('select sum(version)::int from pgflow.flows where is_current')).toBe(3);
});

test('start_flow x start_flow: neither waits for the other', async () => {
  await value(define('[{"slug":"a"}]'));
  const start = `select pgflow.start_flow('flow_a') is not null`;
  expect(await race(start, start)).toEqual({ first: true, second: true, waited: false });
});

test('start_flow x start_flow with one id: the second waits and is refused', async () => {
  await value(define('[{"slug":"a"}]'));
  expect(await race(withId, withId)).toMatchObject({ second: 'PF015', waited: true });
  expect(await value('select count(*)::int from pgflow_memo.deliveries')).toBe(1);
});

test('start_worker x start_worker with the same flows: one version of each', async () => {
  const hello = (id: number, ...slugs: string[]) => `
    select array_agg(version)::text from pgflow.start_worker(
      '00000000-0000-0000-0000-00000000000${id}', 'w', 'memo', '${JSON.stringify(
        slugs.map((slug) => ({ slug, steps: [{ slug: 'a' }] })),
      )}')`;
  const two = await race(hello(1, 'one', 'two'), hello(2, 'two', 'one'));
  expect(two).toEqual({ first: '{1,1}', second: '{1,1}', waited: true });
});

test('fail_unserved_runs x fail_unserved_runs: a run fails once', async () => {
  await value(`select test.start('[{"slug":"a"}]')`);
  const sweep = `select pgflow.fail_unserved_runs(interval '-1 hour')`;
  expect(await race(sweep, sweep)).toEqual({ first: 1, second: 0, waited: true });
});
