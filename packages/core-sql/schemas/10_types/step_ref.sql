-- Names a step of a run; settled_tasks are the indexes just settled, where that matters.
-- Internal to orchestration.
create type pgflow.step_ref as (run_id uuid, step_index smallint, settled_tasks integer[]);
