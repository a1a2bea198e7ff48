-- Returned by handle_step_task_completion, one row per step.
-- action: complete | continue (make `tasks` as well) | wait | fail (with `error`).
-- output_from, for complete: value (the default: `output`), task (the output of task 0) or
-- tasks (the outputs of all tasks, in order). Frozen for a contract major; extra is reserved.
create type pgflow.step_decision as (
  run_id uuid,
  step_index smallint,
  action text,
  output_from text,
  output jsonb,
  error jsonb,
  tasks pgflow.task_definition[],
  extra jsonb
);
