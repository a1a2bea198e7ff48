create schema if not exists pgflow;
comment on schema pgflow is
  'Orchestration: which step is ready, and when a run ends. Nothing here is granted to public.';
revoke all on schema pgflow from public;
