create schema if not exists pgflow_http;
comment on schema pgflow_http is
  'Worker backend that sends tasks to functions by HTTP; its deliveries are an outbox.';
revoke all on schema pgflow_http from public;
