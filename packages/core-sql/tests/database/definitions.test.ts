import { expect, test } from 'vitest';
import { coreDatabaseWithBackend } from './core-database.js';

const database = coreDatabaseWithBackend();

const step = (slug: string, more: object = {}) => ({ slug, ...more });
const refused: [string, string, unknown][] = [
  ['a bad flow slug', 'PF004', { slug: 'Bad', steps: [step('a')] }],
  ['a bad step slug', 'PF004', { slug: 'f', steps: [step('a-b')] }],
  ['a step that stands twice', 'PF005', { slug: 'f', steps: [step('a'), step('a')] }],
  ['a dependency on no step', 'PF006', { slug: 'f', steps: [step('a', { after: ['b'] })] }],
  [
    'a cycle',
    'PF007',
    {
      slug: 'f',
      steps: [
        step('a', { after: ['c'] }),
        step('b', { after: ['a'] }),
        step('c', { after: ['b'] }),
      ],
    },
  ],
  ['no steps', 'PF008', { slug: 'f', steps: [] }],
  ['no object', 'PF008', 'f'],
  ['a bad option', 'PF008', { slug: 'f', steps: [step('a', { options: { maxAttempts: 0 } })] }],
  [
    'an option that is no number',
    'PF008',
    { slug: 'f', steps: [step('a', { options: { timeoutMs: 'x' } })] },
  ],
  ['an unknown step type', 'PF009', { slug: 'f', steps: [step('a', { type: 'odd' })] }],
  ['an unknown backend', 'PF010', { slug: 'f', backend: 'odd', steps: [step('a')] }],
];

test.each(refused)('%s is refused with %s, and nothing is left', async (_, code, definition) => {
  const text = JSON.stringify(definition);
  const query = database.sql`select pgflow.define_flow(${text}::text::jsonb)`;
  await expect(query).rejects.toMatchObject({ code });
  const [left] = await database.sql`select count(*)::int as flows from pgflow.flows`;
  expect(left?.flows).toBe(0);
});

test('a plug-in whose functions are missing or differ is refused by name', async () => {
  await database.sql.unsafe(`
    create schema half;
    create function half.handle_step_start(steps pgflow.ready_step[]) returns integer
    language sql as 'select 1'`);
  const register = database.sql`select pgflow.register_step_type('half', 'half')`;
  await expect(register).rejects.toMatchObject({
    code: 'PF011',
    message: expect.stringContaining('half.handle_step_start'),
    detail: expect.stringContaining('Found: it returns integer.'),
  });
  const backend = database.sql`select pgflow.register_worker_backend('half', 'half', '{"delivery": "pull"}')`;
  await expect(backend).rejects.toMatchObject({
    code: 'PF011',
    message: expect.stringContaining('half.prepare_queues is missing'),
  });
});

test('a role that is not the owner cannot register a plug-in', async () => {
  await database.sql
    .begin(async (tx) => {
      await tx.unsafe(`
      create role pgflow_test_stranger;
      grant usage on schema pgflow to pgflow_test_stranger;
      grant execute on all functions in schema pgflow to pgflow_test_stranger`);
      await tx`set local role pgflow_test_stranger`;
      const register = tx.savepoint((sp) => sp`select pgflow.register_step_type('x', 'x')`);
      await expect(register).rejects.toMatchObject({ code: 'PF012' });
      throw new Error('roll back');
    })
    .catch((error: Error) => expect(error.message).toBe('roll back'));
});

test('a plug-in that raises fails its own step and leaves its neighbours alone', async () => {
  await database.sql.unsafe(`
    create schema fussy;
    create function fussy.handle_step_start(steps pgflow.ready_step[])
    returns setof pgflow.task_definition language plpgsql as $$
    begin
      if exists (select from unnest(steps) as s where s.step_slug = 'bad') then
        raise 'not this one';
      end if;
      return query select s.run_id, s.step_index, 0, 'null'::jsonb, null::timestamptz, null::jsonb
        from unnest(steps) as s;
    end $$;
    create function fussy.handle_step_task_completion(steps pgflow.drained_step[])
    returns setof pgflow.step_decision language sql as $$
      select s.run_id, s.step_index, 'complete', 'task', null::jsonb, null::jsonb,
        null::pgflow.task_definition[], null::jsonb from unnest(steps) as s $$;
    select pgflow.register_step_type('fussy', 'fussy')`);
  const definition = (slug: string, step: string) =>
    JSON.stringify({ slug, steps: [{ slug: step, type: 'fussy' }] });
  await database.sql`select pgflow.define_flow(${definition('good', 'good')}::text::jsonb)`;
  await database.sql`select pgflow.define_flow(${definition('bad', 'bad')}::text::jsonb)`;
  const [good] = await database.sql`select pgflow.start_flow('good') as run_id`;
  const [bad] = await database.sql`select pgflow.start_flow('bad') as run_id`;
  const [row] = await database.sql`
    select pgflow.get_run_progress(${good?.run_id}) as good, pgflow.get_run_progress(${bad?.run_id}) as bad`;
  expect(row?.good.status).toBe('started');
  expect(row?.bad).toMatchObject({
    status: 'failed',
    error: {
      code: 'PF201',
      message: 'step type "fussy": fussy.handle_step_start raised P0001: not this one',
      step: 'bad',
    },
  });
});
