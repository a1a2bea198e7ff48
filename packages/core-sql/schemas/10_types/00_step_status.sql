create type pgflow.step_status as enum (
  'created', 'started', 'completed', 'failed', 'skipped', 'cancelled'
);
