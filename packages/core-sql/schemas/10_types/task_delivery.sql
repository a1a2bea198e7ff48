-- Given by a backend to start_step_tasks: a task that a worker was brought, by which delivery (text
-- that only the backend understands), and the end of the lease that came with it.
create type pgflow.task_delivery as (
  delivery text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  visible_at timestamptz
);
