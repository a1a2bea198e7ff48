-- A run with its steps as one object, for clients: {run_id, flow_slug, version, status, change_seq,
-- input, output, error, created_by, started_at, ended_at, steps: [{slug, type, status, task_count,
-- remaining_tasks, output, error, started_at, ended_at}]}. Steps are in the order of the
-- definition. Raises PF002 for an unknown run.
create function pgflow.get_run(run_id uuid) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id constant integer := pgflow._run_flow_id(run_id);
begin
  return (
    select jsonb_build_object(
      'run_id', r.run_id, 'flow_slug', f.flow_slug, 'version', f.version, 'status', r.status,
      'change_seq', r.change_seq, 'input', r.input, 'output', pgflow.run_output(r.run_id),
      'error', r.error, 'created_by', r.created_by, 'started_at', r.started_at,
      'ended_at', r.ended_at, 'steps', (
        select jsonb_agg(jsonb_build_object(
          'slug', d.step_slug, 'type', d.step_type, 'status', s.status,
          'task_count', s.task_count, 'remaining_tasks', s.remaining_tasks, 'output', s.output,
          'error', s.error, 'started_at', s.started_at, 'ended_at', s.ended_at)
          order by d.step_index)
        from pgflow.step_states as s
        join pgflow.steps as d on d.flow_id = v_flow_id and d.step_index = s.step_index
        where s.run_id = r.run_id))
    from pgflow.runs as r
    join pgflow.flows as f on f.flow_id = r.flow_id
    where r.run_id = get_run.run_id);
end
$$;
