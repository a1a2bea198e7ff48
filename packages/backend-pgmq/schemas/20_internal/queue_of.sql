-- A delivery is '<queue>:<msg_id>'; no queue's name has a colon.
create function pgflow_pgmq._queue_of(delivery text) returns text
language sql immutable parallel safe
return split_part(delivery, ':', 1);
