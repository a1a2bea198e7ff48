select pgflow.register_worker_backend('pgmq', 'pgflow_pgmq', '{"delivery": "pull"}', '1.0');
