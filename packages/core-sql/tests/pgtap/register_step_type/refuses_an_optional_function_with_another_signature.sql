begin;
select plan(2);

create schema pgflow_bad;
create function pgflow_bad.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql as $$ select null::pgflow.task_definition $$;
create function pgflow_bad.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql as $$ select null::pgflow.step_decision $$;
select lives_ok($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$, 'without it');
create function pgflow_bad.handle_step_task_failure(task pgflow.failed_task)
returns setof pgflow.task_decision language sql as $$ select null::pgflow.task_decision $$;
select throws_ok($$ select pgflow.register_step_type('bad', 'pgflow_bad') $$, 'PF011', null,
  'with a wrong one, which would never be called');

select * from finish();
rollback;
