-- Returned by handle_step_start and inside a "continue" decision: one task to make.
-- input null: the worker is given the outputs of the step's dependencies instead.
-- visible_at null: at once. Frozen for a contract major; extra is reserved.
create type pgflow.task_definition as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  input jsonb,
  visible_at timestamptz,
  extra jsonb
);
