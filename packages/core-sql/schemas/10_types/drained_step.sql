-- Received by handle_step_task_completion: a step with no task outstanding or, for a step type with
-- the capability per_task, one with tasks just settled (settled_tasks, remaining_tasks > 0).
-- Built only by pgflow._decide_steps; may grow by attributes.
create type pgflow.drained_step as (
  run_id uuid,
  step_index smallint,
  flow_id integer,
  step_slug text,
  config jsonb,
  task_count integer,
  remaining_tasks integer,
  settled_tasks integer[]
);
