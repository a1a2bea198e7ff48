-- Whether a message is [run_id, step_index, task_index].
create function pgflow_pgmq._names_task(message jsonb) returns boolean
language sql immutable parallel safe
return message::text
  ~ '^\["[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", [0-9]{1,4}, [0-9]{1,9}\]$';
