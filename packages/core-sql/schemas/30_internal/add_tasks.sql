-- Stores the tasks of one "continue" decision. Raises PF202 where they are numbered otherwise than
-- on from those that the step has.
create function pgflow._add_tasks(decision pgflow.step_decision) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook constant text := 'handle_step_task_completion';
  v_state pgflow.step_states;
begin
  select * into v_state
  from pgflow.step_states as s
  where s.run_id = decision.run_id and s.step_index = decision.step_index and s.status = 'started';

  if exists (
    select from unnest(decision.tasks) with ordinality as t
    where (t.run_id, t.step_index) is distinct from (decision.run_id, decision.step_index)
      or t.task_index is distinct from v_state.task_count + t.ordinality - 1
  ) then
    perform pgflow._refuse_answer(
      pgflow._hook_schema(decision.run_id, decision.step_index, v_hook), v_hook,
      format('the further tasks of a step numbered from %s without gaps', v_state.task_count),
      (select case
          when bool_or((t.run_id, t.step_index)
            is distinct from (decision.run_id, decision.step_index)) then 'one of another step'
          else 'the numbers ' || string_agg(coalesce(t.task_index::text, 'null'), ', ') end
        from (select * from unnest(decision.tasks) limit 10) as t));
  end if;

  insert into pgflow.step_tasks
    (run_id, step_index, task_index, flow_id, visible_at, input)
  select t.run_id, t.step_index, t.task_index, v_state.flow_id,
    coalesce(t.visible_at, pgflow._now()), t.input
  from unnest(decision.tasks) as t;

  update pgflow.step_states as s
  set task_count = s.task_count + cardinality(decision.tasks),
    remaining_tasks = s.remaining_tasks + cardinality(decision.tasks)
  where s.run_id = decision.run_id and s.step_index = decision.step_index;
end
$$;
