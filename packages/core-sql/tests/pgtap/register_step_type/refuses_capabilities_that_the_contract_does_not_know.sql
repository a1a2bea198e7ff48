begin;
select plan(4);

select is(
  test.error_of($$
    select pgflow.register_step_type('each', 'pgflow_each', '{"per_tasks": true}') $$),
  'PF020 pgflow.register_step_type refuses step type "each": '
  'the contract has no capability "per_tasks" of a step type | '
  'Expected: nothing but "per_task". Found: "per_tasks": true. | '
  'The contract is in docs/contracts.md.', 'a slip, which would do nothing');
select is(split_part(
  test.error_of($$
    select pgflow.register_step_type('each', 'pgflow_each', '{"per_task": "yes"}') $$),
  ' | The', 1), 'PF020 pgflow.register_step_type refuses step type "each": '
  'its capability "per_task" has a value that the contract has not | '
  'Expected: true or false. Found: "yes".', 'a value that is no boolean');
select throws_ok($$
  select pgflow.register_step_type('each', 'pgflow_each', '{"per_task": null}') $$,
  'PF020', null, 'null is none either');
select is((select per_task from pgflow.step_types where step_type = 'each'), false,
  'what was registered stays');

select * from finish();
rollback;
