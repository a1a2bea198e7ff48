-- Received by handle_step_start: a step that is ready. It names where its source value is
-- (pgflow.source_value) instead of carrying it. first_index: the index its first task must have.
-- Built only by pgflow._start_steps; may grow by attributes.
create type pgflow.ready_step as (
  run_id uuid,
  step_index smallint,
  flow_id integer,
  step_slug text,
  config jsonb,
  first_index integer,
  task_window integer
);
