begin;
select plan(3);

select test.start('[{"slug": "a", "type": "probe"}, {"slug": "b"}]');
create or replace function pgflow_probe.handle_step_task_start(tasks pgflow.started_task[])
returns setof pgflow.task_input language sql as $$
  select t.run_id, t.step_index, t.task_index + 1, null::jsonb, null::jsonb from unnest(tasks) as t
$$;
create temp table claim as select * from test.claim();
select is((select refusal ->> 'code' from claim where step_slug = 'a'), 'PF202', 'it is refused');
select is((select refusal ->> 'message' from claim where step_slug = 'a'),
  'step type "probe": pgflow_probe.handle_step_task_start must give one input at most for each '
  'task that it is asked about, and gave 1 inputs, for 0 of 1 tasks', 'why');
select is((select refusal from claim where step_slug = 'b'), null, 'its neighbour is not');

select * from finish();
rollback;
