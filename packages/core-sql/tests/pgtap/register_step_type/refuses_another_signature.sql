begin;
select plan(2);

create schema pgflow_bad;
create function pgflow_bad.handle_step_start(steps jsonb) returns setof pgflow.task_definition
language sql as $$ select null::pgflow.task_definition $$;
select is(split_part(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$),
  'returning', 2), ' SETOF pgflow.task_definition. '
  'Found: there is handle_step_start(steps jsonb). | '
  'The contract is in docs/contracts.md.', 'other parameters');
create function pgflow_bad.handle_step_start(steps pgflow.ready_step[])
returns pgflow.task_definition language sql as $$ select null::pgflow.task_definition $$;
select is(split_part(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$),
  'Found: ', 2), 'it returns pgflow.task_definition. | The contract is in docs/contracts.md.',
  'another result');

select * from finish();
rollback;
