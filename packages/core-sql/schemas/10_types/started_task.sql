-- Received by handle_step_task_start: a task that was just claimed. Built only by
-- pgflow._ask_task_input; may grow by attributes.
create type pgflow.started_task as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  step_slug text,
  config jsonb,
  attempt integer,
  input jsonb
);
