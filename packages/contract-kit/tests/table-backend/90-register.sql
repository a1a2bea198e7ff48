revoke execute on all functions in schema pgflow_table from public;
select pgflow.register_worker_backend('table', 'pgflow_table', '{"delivery": "pull"}');
