-- Returned by start_step_tasks, one row per delivery.
-- outcome: started (the rest of the row is the claim), gone (the task is settled or unknown: remove
-- the delivery) or hidden (not claimable before visible_at: hide the delivery until then).
-- run_input is null where it is too large to ride along: read it once with get_run_inputs.
-- redelivered: its last lease ran out, so it may kill its worker: run it alone.
-- refusal: not to be run, but settled as this failure.
create type pgflow.claimed_task as (
  outcome text,
  delivery text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  step_slug text,
  claim_no integer,
  attempt integer,
  max_attempts integer,
  timeout_ms integer,
  visible_at timestamptz,
  input jsonb,
  run_input jsonb,
  redelivered boolean,
  refusal jsonb
);
