-- A step to be marked started, with the tasks that it has and those handed over of them.
-- Internal to orchestration.
create type pgflow.started_step as (
  run_id uuid,
  step_index smallint,
  tasks integer,
  handed_over integer
);
