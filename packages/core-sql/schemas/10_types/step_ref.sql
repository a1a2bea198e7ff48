-- Names a step of a run; settled_tasks are the indexes just settled, which its row does not count
-- yet, and null where there are none.
-- Internal to orchestration.
create type pgflow.step_ref as (run_id uuid, step_index smallint, settled_tasks integer[]);
