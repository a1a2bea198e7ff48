-- Stores the tasks of one "continue" decision and hands over what its window allows.
create function pgflow._add_tasks(decision pgflow.step_decision) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
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
    raise exception using errcode = 'PF202', message = format(
      'continue must number its tasks from %s without gaps', v_state.task_count);
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

  perform pgflow._hand_over_tasks(array[
    row(decision.run_id, decision.step_index, null)::pgflow.step_ref]);
end
$$;
