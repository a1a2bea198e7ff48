-- The part of get_run that is cheap to ask for again and again: no inputs, no outputs. Raises PF002
-- for an unknown run.
create function pgflow.get_run_progress(run_id uuid) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id constant integer := pgflow._run_flow_id(run_id);
begin
  return (
    select jsonb_build_object(
      'run_id', r.run_id, 'status', r.status, 'change_seq', r.change_seq, 'error', r.error,
      'steps', (
        select jsonb_agg(jsonb_build_object(
          'slug', d.step_slug, 'status', s.status,
          'task_count', s.task_count, 'remaining_tasks', s.remaining_tasks)
          order by d.step_index)
        from pgflow.step_states as s
        join pgflow.steps as d on d.flow_id = v_flow_id and d.step_index = s.step_index
        where s.run_id = r.run_id))
    from pgflow.runs as r
    where r.run_id = get_run_progress.run_id);
end
$$;
