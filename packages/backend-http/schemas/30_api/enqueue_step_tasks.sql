-- Makes a delivery for each task, in the order given; a delayed one is not sent before its time. A
-- task that has one already keeps it, with the new time. What is due is sent, or the dispatcher
-- notified, by the commit. Called by orchestration.
create function pgflow_http.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Almost never is there one already, and `on conflict` would cost each row a write of its own.
  begin
    perform pgflow_http._insert_deliveries(tasks);
  exception when unique_violation then
    perform pgflow_http._reschedule(tasks);
  end;
  perform pgflow_http._announce(array(
    select q.queue_id
    from pgflow_http.queues as q
    where q.queue in (select t.queue from unnest(tasks) as t)));
end
$$;
