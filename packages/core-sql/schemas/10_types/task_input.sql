-- Returned by handle_step_task_start: the input that the worker sees. Frozen for a contract major.
create type pgflow.task_input as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  input jsonb,
  extra jsonb
);
