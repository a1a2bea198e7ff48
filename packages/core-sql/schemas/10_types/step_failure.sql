-- A step that failed and why: error is {"code", "message", ...}. Internal to orchestration.
create type pgflow.step_failure as (run_id uuid, step_index smallint, error jsonb);
