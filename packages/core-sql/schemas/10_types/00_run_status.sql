create type pgflow.run_status as enum ('started', 'completed', 'failed', 'cancelled');
