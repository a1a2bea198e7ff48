-- A task is one call of a handler. status: queued, started, and the ends completed, failed,
-- cancelled. A retry is queued again. A queued task is with the backend when its index is below the
-- next_task_index of its step; until then it waits for the step's window.
-- visible_at: not before for a queued task, the end of the lease for a started one.
-- claim_no: the fencing token; it only grows. attempt_count: attempts begun, reset by retry_run.
-- input null: assembled from the dependencies' outputs at each claim. error: of the last attempt.
-- Indexes: the key, and one that only a failure writes, so that all other updates stay HOT.
-- No foreign key: a map of 100,000 elements would run 100,000 checks, and pgflow is the only
-- writer.
create table pgflow.step_tasks (
  run_id uuid not null,
  step_index smallint not null,
  task_index integer not null,
  flow_id integer not null,
  input jsonb,
  attempt_count integer not null default 0,
  claim_no integer not null default 0,
  visible_at timestamptz not null,
  started_at timestamptz,
  worker_id uuid,
  status pgflow.task_status not null default 'queued',
  ended_at timestamptz,
  failed_at timestamptz,
  output jsonb,
  error jsonb,
  primary key (run_id, step_index, task_index),
  constraint started_has_token check (status <> 'started' or claim_no > 0),
  constraint ended_has_time
    check ((status in ('completed', 'failed', 'cancelled')) = (ended_at is not null)),
  constraint output_of_completed check ((status = 'completed') = (output is not null)),
  constraint failed_has_time check ((status = 'failed') = (failed_at is not null))
) with (
  fillfactor = 33,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05
);
create index step_tasks_failed_idx on pgflow.step_tasks (failed_at) where failed_at is not null;
alter table pgflow.step_tasks enable row level security;
