-- Steps of a flow version. The shape never changes; the options below it may be set by a deploy.
-- dep_indexes, dep_slugs: the steps that this one waits for, in one order; dependents: those that
-- wait for it. They are arrays, so that whoever has the row of a step needs no further look.
-- The slug leads its key: a search by step_index cannot mistake that index for the primary key.
-- task_window: how many tasks of one step are with the backend at once.
create table pgflow.steps (
  flow_id integer not null references pgflow.flows,
  step_index smallint not null check (step_index >= 0),
  step_slug pgflow.slug not null,
  step_type pgflow.slug not null references pgflow.step_types,
  backend pgflow.slug not null references pgflow.worker_backends,
  config jsonb not null,
  dep_indexes smallint[] not null,
  dep_slugs text[] not null,
  dependents smallint[] not null,
  max_attempts integer not null check (max_attempts between 1 and 1000),
  base_delay_ms integer not null check (base_delay_ms >= 0),
  max_delay_ms integer not null check (max_delay_ms >= 0),
  timeout_ms integer not null check (timeout_ms >= 1),
  task_window integer not null check (task_window >= 1),
  primary key (flow_id, step_index),
  unique (step_slug, flow_id)
);
alter table pgflow.steps enable row level security;
