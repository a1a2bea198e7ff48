begin;
select plan(2);

create schema pgflow_bad;
create function pgflow_bad.handle_step_start(steps jsonb) returns setof pgflow.task_definition
language sql as $$ select null::pgflow.task_definition $$;
select is(split_part(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$),
  ' | ', 2), 'Found: there is handle_step_start(steps jsonb).', 'other parameters');
create function pgflow_bad.handle_step_start(steps pgflow.ready_step[])
returns pgflow.task_definition language sql as $$ select null::pgflow.task_definition $$;
select is(split_part(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$),
  ' | ', 2), 'Found: it returns pgflow.task_definition.', 'another result');

select * from finish();
rollback;
