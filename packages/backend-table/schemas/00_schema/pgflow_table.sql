create schema if not exists pgflow_table;
comment on schema pgflow_table is
  'Worker backend on one table: a row per delivery, leases by the time of the row.';
revoke all on schema pgflow_table from public;
