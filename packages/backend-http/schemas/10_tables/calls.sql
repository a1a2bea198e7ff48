-- Calls that the dispatcher is to make: what pg_net's request queue is elsewhere. A hint to
-- deliver, so it may be lost in a crash; the deliveries are the truth.
-- Their numbers are negative, so that they are none of pg_net's, and outlast a crash.
create sequence pgflow_http.call_ids increment by -1;
create unlogged table pgflow_http.calls (
  call_id bigint primary key default nextval('pgflow_http.call_ids'),
  url text not null,
  secret_name text not null,
  timeout_ms integer not null,
  body text not null
);
alter table pgflow_http.calls enable row level security;
