-- Registry of worker backends. Written only by register_worker_backend. contract: the version that
-- it was written for.
create table pgflow.worker_backends (
  backend pgflow.slug primary key,
  schema_name name not null unique,
  capabilities jsonb not null,
  registered_at timestamptz not null,
  contract text not null
);
alter table pgflow.worker_backends enable row level security;
