-- A row is one immutable version of a flow. New runs use the current version; a run keeps its own.
-- queue: the name under which every backend of this version finds its deliveries. Versions do not
-- share a queue, so a worker never reads what it cannot serve.
-- root_steps and step_count are facts of the definition, kept so that starting a run is cheap.
create table pgflow.flows (
  flow_id integer primary key generated always as identity,
  flow_slug pgflow.slug not null,
  version integer not null check (version >= 1),
  is_current boolean not null,
  definition_hash text not null,
  backend pgflow.slug not null references pgflow.worker_backends,
  queue text not null unique check (length(queue) <= 47),
  root_steps smallint[] not null,
  step_count integer not null check (step_count >= 1),
  defined_at timestamptz not null,
  unique (flow_slug, version),
  unique (flow_slug, definition_hash)
);
create unique index flows_current_key on pgflow.flows (flow_slug) where is_current;
alter table pgflow.flows enable row level security;
