select pgflow.register_step_type('single', 'pgflow_single', '{}', '1.0');
