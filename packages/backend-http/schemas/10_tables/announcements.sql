-- What a transaction has to say when it commits: that there may be something to send on a queue. A
-- row lives as long as its transaction, whose key keeps it apart from all others; the trigger at
-- the commit takes all rows of it. So nothing is sent, locked or notified in a transaction of which
-- nobody knows how long it stays open.
create unlogged table pgflow_http.announcements (
  xact xid8 not null default pg_current_xact_id(),
  queue_id integer not null,
  primary key (xact, queue_id)
) with (
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);
alter table pgflow_http.announcements enable row level security;
