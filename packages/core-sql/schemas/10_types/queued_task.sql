-- Received by a backend's enqueue_, cancel_ and redeliver_step_tasks: a task to deliver on a queue,
-- not before visible_at. Built only by pgflow._call_backends; may grow by attributes.
create type pgflow.queued_task as (
  queue text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  visible_at timestamptz
);
