select pgflow.register_worker_backend('table', 'pgflow_table', '{"delivery": "pull"}', '1.0');
