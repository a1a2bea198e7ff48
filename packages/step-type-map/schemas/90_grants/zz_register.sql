select pgflow.register_step_type('map', 'pgflow_map', '{}', '1.0');
