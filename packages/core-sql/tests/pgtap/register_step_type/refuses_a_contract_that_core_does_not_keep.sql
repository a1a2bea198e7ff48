begin;
select plan(9);

select is(
  test.error_of($$ select pgflow.register_step_type('each', 'pgflow_each', '{}', '2.0') $$),
  'PF018 step type "each" is written for contract "2.0", and this core keeps 1.0'
  || ' | Install a newer core first.', 'a later major version');
select throws_ok(format($$ select pgflow.register_step_type('each', 'pgflow_each', '{}', %L) $$, c),
  'PF018', null, coalesce(c, 'null'))
from unnest('{1.1, 0.9, 1, 1.0.0, one, null}'::text[]) as c;
select throws_ok($$
  select pgflow.register_worker_backend('memo', 'pgflow_memo', '{"delivery": "pull"}', '2.0') $$,
  'PF018', null, 'a backend as well');
select is((select contract from pgflow.step_types where step_type = 'each'),
  pgflow.contract_version(), 'what was registered stays');

select * from finish();
rollback;
