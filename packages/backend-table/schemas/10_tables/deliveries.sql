-- A row is the delivery of a task that is with the workers. The key is the task: it has at most one
-- delivery, and one that names no task cannot exist.
-- due_at: its place in the queue. visible_at: not before, or the end of the lease. A lease moves
-- visible_at alone, which no index has, so its write stays within the page (half of which is left
-- for that); claims step over what is leased.
-- The index has nothing but what a claim orders by, so that the entries of one batch share a key.
-- Vacuum comes as often as it can and at full speed: what it leaves, claims have to step over too.
-- No foreign key to queues: each insert would lock the same row.
create table pgflow_table.deliveries (
  run_id uuid not null,
  due_at timestamptz not null,
  visible_at timestamptz not null,
  queue_id integer not null,
  task_index integer not null,
  step_index smallint not null,
  primary key (run_id, step_index, task_index)
) with (
  fillfactor = 50,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);
create index deliveries_due_idx on pgflow_table.deliveries (queue_id, due_at);
alter table pgflow_table.deliveries enable row level security;
