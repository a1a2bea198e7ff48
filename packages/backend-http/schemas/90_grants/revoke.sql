-- A worker's role is granted the schema and the functions of 30_api that say "security definer".
revoke all on all tables in schema pgflow_http from public;
revoke execute on all functions in schema pgflow_http from public;
