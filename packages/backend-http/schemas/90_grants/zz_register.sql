select pgflow.register_worker_backend('http', 'pgflow_http', '{"delivery": "push"}', '1.0');
