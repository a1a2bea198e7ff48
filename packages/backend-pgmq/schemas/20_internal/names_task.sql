-- Whether a message is [run_id, step_index, task_index].
create function pgflow_pgmq._names_task(message jsonb) returns boolean
language sql immutable parallel safe
return jsonb_typeof(message) = 'array'
  and message ->> 0 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  and message ->> 1 ~ '^[0-9]{1,4}$'
  and message ->> 2 ~ '^[0-9]{1,9}$';
