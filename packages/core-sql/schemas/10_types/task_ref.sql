-- Names a task that is, or is about to be, with its backend. Internal to orchestration.
create type pgflow.task_ref as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  visible_at timestamptz
);
