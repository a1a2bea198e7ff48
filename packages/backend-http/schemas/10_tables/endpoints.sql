-- Where the functions are: the only addresses that are ever called. Of backend http a flow's tasks
-- are sent there; a function whose worker fetches its tasks (another backend) is woken there when
-- work waits and no worker lives. Written by set_endpoint, which says what the options mean.
-- paused_until: no call before. failures: how many calls in a row failed, or woke nobody; each one
-- makes the pause after it longer. last_error: of the last such call, for people.
create table pgflow_http.endpoints (
  flow_slug pgflow.slug not null,
  backend pgflow.slug not null default 'http',
  url text not null,
  secret_name text not null,
  timeout_ms integer not null,
  start_timeout_ms integer not null,
  batch_size integer not null,
  max_calls integer not null,
  failures integer not null default 0,
  paused_until timestamptz not null default '-infinity',
  last_error text,
  primary key (flow_slug, backend)
);
alter table pgflow_http.endpoints enable row level security;
