-- Answers a settle, one row per result that was sent.
-- outcome: completed | retry (delivered again, not before visible_at) | failed | stale (nothing was
-- changed: the claim_no is not the live one). delivery is the text that came with the result.
create type pgflow.task_outcome as (
  delivery text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  claim_no integer,
  outcome text,
  visible_at timestamptz
);
