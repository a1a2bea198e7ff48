-- Fails steps, and with them their runs: what else the runs had in hand is withdrawn. A step or run
-- that has ended is left as it is. The caller holds the runs.
create function pgflow._fail_steps(failures pgflow.step_failure[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_run_ids uuid[];
begin
  with failed as (
    update pgflow.step_states as s
    set status = 'failed', error = f.error, ended_at = v_now
    from unnest(failures) as f
    where s.run_id = any (array[f.run_id])
      and s.step_index = f.step_index
      and s.status in ('created', 'started')
    returning s.run_id, s.step_index, s.flow_id, s.error
  ), first_failed as (
    select distinct on (f.run_id) f.run_id, f.error, d.step_slug
    from failed as f
    join pgflow.steps as d on d.flow_id = f.flow_id and d.step_index = f.step_index
    order by f.run_id, f.step_index
  ), ended as (
    update pgflow.runs as r
    set status = 'failed', ended_at = v_now, change_seq = r.change_seq + 1,
      error = f.error || jsonb_build_object('step', f.step_slug)
    from first_failed as f
    where r.run_id = any (array[f.run_id]) and r.status = 'started'
    returning r.run_id
  )
  select array_agg(e.run_id) into v_run_ids from ended as e;

  if v_run_ids is not null then
    perform pgflow._withdraw_runs(v_run_ids);
  end if;
end
$$;
