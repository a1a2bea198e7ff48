begin;
select plan(2);

create schema pgflow_bad;
select is(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$),
  'PF011 step type "bad" needs a function pgflow_bad.handle_step_start(pgflow.ready_step[]) '
  'returning SETOF pgflow.task_definition | Found: no function of this name. | '
  'The contract is in docs/contracts.md.', 'names it');
select throws_ok($$ select pgflow.register_step_type('bad', 'pgflow_nowhere') $$, 'PF011', null,
  'of a schema that does not exist');

select * from finish();
rollback;
