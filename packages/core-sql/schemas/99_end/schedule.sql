select pgflow.schedule_housekeeping();
