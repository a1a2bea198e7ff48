/** The functions that every step type has. */
export const requiredHooks = {
  handle_step_start: 'handle_step_start(pgflow.ready_step[])',
  handle_step_task_completion: 'handle_step_task_completion(pgflow.drained_step[])',
};

/** The functions that a step type may have. */
export const optionalHooks = {
  handle_step_task_start: 'handle_step_task_start(pgflow.started_task[])',
  handle_step_task_failure: 'handle_step_task_failure(pgflow.failed_task[])',
};
