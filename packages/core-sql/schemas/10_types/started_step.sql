-- What became of a step that was started: it has task_count tasks, or failed with error.
-- Internal to orchestration.
create type pgflow.started_step as (
  run_id uuid,
  step_index smallint,
  task_count integer,
  error jsonb
);
