begin;
select plan(9);

select is(
  test.error_of($$ select pgflow.register_step_type('each', 'pgflow_each', '{}', '2.0') $$),
  'PF018 pgflow.register_step_type refuses step type "each": '
  || 'it is written for contract "2.0", which this core does not keep'
  || ' | Expected: contract 1.0. Found: "2.0". | Install a newer core first.',
  'a later major version');
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
