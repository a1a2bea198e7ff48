-- enqueue_step_tasks for one task.
create function pgflow_http.enqueue_step_task(task pgflow.queued_task) returns void
language sql volatile
set search_path = ''
as $$
  select pgflow_http.enqueue_step_tasks(array[task])
$$;
