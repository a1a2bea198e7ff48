-- Steps of a flow version. The shape never changes; the options below it may be set by a deploy.
-- task_window: how many tasks of one step are with the backend at once.
create table pgflow.steps (
  flow_id integer not null references pgflow.flows,
  step_index smallint not null check (step_index >= 0),
  step_slug pgflow.slug not null,
  step_type pgflow.slug not null references pgflow.step_types,
  backend pgflow.slug not null references pgflow.worker_backends,
  config jsonb not null,
  deps_count integer not null,
  is_leaf boolean not null,
  max_attempts integer not null check (max_attempts between 1 and 1000),
  base_delay_ms integer not null check (base_delay_ms >= 0),
  max_delay_ms integer not null check (max_delay_ms >= 0),
  timeout_ms integer not null check (timeout_ms >= 1),
  task_window integer not null check (task_window >= 1),
  primary key (flow_id, step_index),
  unique (step_slug, flow_id)
);
alter table pgflow.steps enable row level security;
