begin;
select plan(1);

create schema pgflow_bad;
select is(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$),
  'PF011 pgflow.register_step_type refuses step type "bad": '
  'its function pgflow_bad.handle_step_start is missing | Expected: '
  'pgflow_bad.handle_step_start(pgflow.ready_step[]) returning SETOF pgflow.task_definition. '
  'Found: no function of this name. | The contract is in docs/contracts.md.', 'names it');

select * from finish();
rollback;
