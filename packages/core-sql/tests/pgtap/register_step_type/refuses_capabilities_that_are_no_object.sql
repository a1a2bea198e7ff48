begin;
select plan(4);

select is(
  test.error_of($$ select pgflow.register_step_type('each', 'pgflow_each', '["per_task"]') $$),
  'PF020 pgflow.register_step_type refuses step type "each": its capabilities are no JSON object | '
  'Expected: an object, whose keys may be "per_task". Found: ["per_task"]. | '
  'The contract is in docs/contracts.md.', 'an array');
select throws_ok($$ select pgflow.register_step_type('each', 'pgflow_each', 'null') $$, 'PF020',
  null, 'a JSON null');
select throws_ok($$ select pgflow.register_step_type('each', 'pgflow_each', null) $$, 'PF020',
  null, 'an SQL null');
select throws_ok($$ select pgflow.register_worker_backend('memo', 'pgflow_memo', '"pull"') $$,
  'PF020', null, 'those of a backend');

select * from finish();
rollback;
