-- One row: the settings of pgflow.housekeep, and how far it is. Its lock is that of housekeeping.
-- every: how often it is done at most. overdue_after: how long after its time, or the end of its
-- lease, a task's delivery is looked for. unserved_for: how long a run may wait with no worker for
-- it. keep_workers_for: how long the row of a worker that has ended is kept.
-- last_run_id: the run that was looked at last; null for the start.
create table pgflow.housekeeping (
  only_row boolean primary key default true check (only_row),
  every interval not null default '30 seconds',
  overdue_after interval not null default '1 minute',
  unserved_for interval not null default '1 day',
  keep_workers_for interval not null default '1 day',
  done_at timestamptz not null default '-infinity',
  last_run_id uuid
);
insert into pgflow.housekeeping default values;
alter table pgflow.housekeeping enable row level security;
