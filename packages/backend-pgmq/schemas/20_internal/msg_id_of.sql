create function pgflow_pgmq._msg_id_of(delivery text) returns bigint
language sql immutable parallel safe
return split_part(delivery, ':', 2)::bigint;
