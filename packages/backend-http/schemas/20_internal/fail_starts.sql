-- Settles the tasks of calls that failed as attempts that failed, with core, and has those wait
-- that have attempts left; their endpoints pause. ended: [{call_id, outcome, reason}]; all but
-- failed ones are passed over. Returns how many tasks there were. Locks runs that are free, their
-- tasks, deliveries, then endpoints that are free.
create function pgflow_http._fail_starts(ended jsonb) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unstarted jsonb;
  v_outcomes pgflow.task_outcome[];
begin
  select jsonb_agg(jsonb_build_object('queue_id', u.queue_id, 'reason', e.reason,
    'delivery', (pgflow_http._as_delivery(u, null)).delivery, 'run_id', u.run_id,
    'step_index', u.step_index, 'task_index', u.task_index, 'error', jsonb_build_object(
      'code', 'PF110', 'message', 'the function did not start the task: ' || e.reason)))
  into v_unstarted
  from jsonb_to_recordset(ended) as e (call_id bigint, outcome text, reason text)
  cross join lateral pgflow_http._unstarted(e.call_id) as u
  where e.outcome = 'failed';
  if v_unstarted is null then
    return 0;
  end if;

  v_outcomes := array(select o from pgflow.fail_unstarted_step_tasks(v_unstarted) as o);
  perform pgflow_http._apply_outcomes(v_outcomes);
  perform pgflow_http._pause(f.flow_slug, 'http', f.reason)
  from (
    select q.flow_slug, min(u.reason) as reason
    from jsonb_to_recordset(v_unstarted) as u (queue_id integer, reason text)
    join pgflow_http.queues as q on q.queue_id = u.queue_id
    group by q.flow_slug
  ) as f;
  return cardinality(v_outcomes);
end
$$;
