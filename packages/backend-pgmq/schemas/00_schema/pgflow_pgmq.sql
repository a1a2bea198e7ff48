create schema if not exists pgflow_pgmq;
comment on schema pgflow_pgmq is
  'Worker backend on pgmq: one queue per flow version, leases by visibility time.';
revoke all on schema pgflow_pgmq from public;
