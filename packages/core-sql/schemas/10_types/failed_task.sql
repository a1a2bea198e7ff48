-- Received by handle_step_task_failure: a task that has used up its attempts. Built only by
-- pgflow._failed_tasks; may grow by attributes.
create type pgflow.failed_task as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  step_slug text,
  config jsonb,
  error jsonb
);
