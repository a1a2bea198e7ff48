-- The outbox. A row is the delivery of a task that is with the backend; the key is the task, so it
-- has at most one, and one that names no task cannot exist. It is in one of three states:
--   waiting   call_id null                  to be sent, not before due_at
--   sent      call_id set, not started      a function was called, which has until visible_at
--   started   call_id set, started          a worker has it until visible_at, the end of its lease
-- call_id: of the call that brought it; 0 for a worker that was told of it in another way. A
-- started one that is waiting again (its lease ran out) stays marked: it is sent alone.
-- Waiting rows are found by the one index, those of a call by the other; a start and an extended
-- lease move neither, so their writes stay within the page (half of which is left for that).
-- No foreign key to queues: each insert would lock the same row.
create table pgflow_http.deliveries (
  run_id uuid not null,
  due_at timestamptz not null,
  visible_at timestamptz not null,
  call_id bigint,
  queue_id integer not null,
  task_index integer not null,
  step_index smallint not null,
  started boolean not null default false,
  primary key (run_id, step_index, task_index)
) with (
  fillfactor = 50,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);
create index deliveries_waiting_idx on pgflow_http.deliveries (queue_id, due_at)
where call_id is null;
create index deliveries_call_idx on pgflow_http.deliveries (queue_id, call_id)
where call_id is not null;
alter table pgflow_http.deliveries enable row level security;
