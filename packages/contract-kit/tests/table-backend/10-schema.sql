-- A worker backend on one table and nothing else. A task has at most one delivery here: the key is
-- the task, so a doubled one cannot exist, and neither can one that names no task.
create schema pgflow_table;
revoke all on schema pgflow_table from public;

create table pgflow_table.deliveries (
  run_id uuid not null,
  step_index smallint not null,
  task_index integer not null,
  queue text not null,
  visible_at timestamptz not null,
  primary key (run_id, step_index, task_index)
);
create index deliveries_due_idx on pgflow_table.deliveries (queue, visible_at);
alter table pgflow_table.deliveries enable row level security;
