create type pgflow.task_status as enum (
  'queued', 'started', 'completed', 'failed', 'cancelled'
);
