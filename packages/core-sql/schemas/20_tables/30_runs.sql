-- The row of a run is its lock: whoever changes a step state of a run, or settles, cancels or
-- retries its tasks, holds it (pgflow._lock_runs). Claiming does not.
-- change_seq grows by one with each transaction that changes the run: clients follow it.
-- The output of a run is not stored twice: get_run assembles it from the outputs of its leaf steps.
-- No foreign key to flows: each start would share-lock the same row, and versions are never
-- deleted. CHECKs say what must hold between columns and no more: each is read anew by every
-- statement that writes the table, also in the two tables below.
create table pgflow.runs (
  run_id uuid primary key,
  flow_id integer not null,
  status pgflow.run_status not null default 'started',
  remaining_steps integer not null check (remaining_steps >= 0),
  change_seq bigint not null default 1,
  input jsonb not null,
  error jsonb,
  created_by text,
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint ended_has_time check ((status = 'started') = (ended_at is null)),
  constraint completed_is_whole check ((status = 'completed') = (remaining_steps = 0)),
  constraint error_of_failed check ((status = 'failed') = (error is not null))
) with (fillfactor = 50);
-- What is in flight, for housekeeping: written by a run's start and end alone, so that all other
-- updates stay HOT.
create index runs_open_idx on pgflow.runs (run_id) where ended_at is null;
alter table pgflow.runs enable row level security;
