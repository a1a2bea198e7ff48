-- Returned by handle_step_task_failure: fail (the step, the default for a task without a row) or
-- continue, with an output in the place of the one that the task does not have.
-- Frozen for a contract major; extra is reserved.
create type pgflow.task_decision as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  action text,
  output jsonb,
  extra jsonb
);
