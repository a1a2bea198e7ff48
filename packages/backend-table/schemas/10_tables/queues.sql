-- The queues that prepare_queues made; deliveries carry the number, which is shorter than the name.
-- oldest: the first delivery that was due when a claim last looked, at looked_at. Until a second
-- later claims begin there, not at the dead entries of the index before it. What nobody has locked
-- there, or is committed late, is found by the next look: at the latest when a claim finds nothing.
create table pgflow_table.queues (
  queue_id integer primary key generated always as identity,
  queue text not null unique,
  oldest timestamptz not null default '-infinity',
  looked_at timestamptz not null default '-infinity'
);
alter table pgflow_table.queues enable row level security;
