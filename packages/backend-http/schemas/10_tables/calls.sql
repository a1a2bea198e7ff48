-- Calls that the dispatcher is to make: what pg_net's request queue is elsewhere. A hint to
-- deliver, so it may be lost in a crash; the deliveries are the truth.
create unlogged table pgflow_http.calls (
  call_id bigint primary key generated always as identity,
  url text not null,
  secret_name text not null,
  timeout_ms integer not null,
  body text not null
);
alter table pgflow_http.calls enable row level security;
