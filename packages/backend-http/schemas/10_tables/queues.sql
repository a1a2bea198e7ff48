-- The queues that prepare_queues made, one per flow version; deliveries carry the number.
-- refusals: how many calls in a row found a function that does not serve this version; the next one
-- is made after paused_until.
create table pgflow_http.queues (
  queue_id integer primary key generated always as identity,
  queue text not null unique,
  flow_slug pgflow.slug not null,
  refusals integer not null default 0,
  paused_until timestamptz not null default '-infinity'
);
create index queues_flow_idx on pgflow_http.queues (flow_slug);
alter table pgflow_http.queues enable row level security;
