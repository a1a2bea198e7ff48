-- Registry of step types. Written only by register_step_type. contract: the version that it was
-- written for.
create table pgflow.step_types (
  step_type pgflow.slug primary key,
  schema_name name not null unique,
  capabilities jsonb not null,
  has_task_start boolean not null,
  has_task_failure boolean not null,
  per_task boolean not null,
  registered_at timestamptz not null,
  contract text not null
);
alter table pgflow.step_types enable row level security;
