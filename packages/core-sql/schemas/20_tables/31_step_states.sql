-- State of a step in a run; written only under the run's lock.
-- No foreign key to runs: it would be checked for each step of each start, and pgflow is the only
-- writer.
-- task_count: tasks made so far; remaining_tasks: those not settled; next_task_index: tasks below
-- it were handed to the backend, so next_task_index - (task_count - remaining_tasks) are with it
-- now.
create table pgflow.step_states (
  run_id uuid not null,
  step_index smallint not null,
  flow_id integer not null,
  status pgflow.step_status not null default 'created',
  remaining_deps integer not null check (remaining_deps >= 0),
  task_count integer not null default 0,
  remaining_tasks integer not null default 0 check (remaining_tasks between 0 and task_count),
  next_task_index integer not null default 0 check (next_task_index between 0 and task_count),
  output jsonb,
  error jsonb,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (run_id, step_index),
  constraint started_is_unblocked
    check (status not in ('started', 'completed') or remaining_deps = 0),
  constraint completed_is_drained check (status <> 'completed' or remaining_tasks = 0),
  constraint ended_has_time check ((status in ('created', 'started')) = (ended_at is null)),
  constraint output_of_completed check ((status = 'completed') = (output is not null)),
  constraint error_of_failed check ((status = 'failed') = (error is not null))
) with (fillfactor = 50);
alter table pgflow.step_states enable row level security;
