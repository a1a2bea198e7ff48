-- Whether a message is [run_id, step_index, task_index]. The lengths within the run_id are those of
-- the first pattern, since counting makes a regular expression slow.
create function pgflow_pgmq._names_task(message jsonb) returns boolean
language sql immutable parallel safe
return message ->> 0 like '________-____-____-____-____________'
  and message::text
    ~ '^\["[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*", [0-9]{1,4}, [0-9]{1,9}\]$';
