begin;
select plan(2);

select is((select schema_name::text from pgflow.step_types where step_type = 'map'), 'pgflow_map',
  'as the step type map');
select is((select has_task_start or has_task_failure or per_task
  from pgflow.step_types where step_type = 'map'), false, 'asked once a step, never per task');

select * from finish();
rollback;
