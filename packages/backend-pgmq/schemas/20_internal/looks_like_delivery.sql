-- Whether a text that a worker gave has the form of a delivery, '<queue>:<msg_id>'.
create function pgflow_pgmq._looks_like_delivery(delivery text) returns boolean
language sql immutable parallel safe
return delivery ~ '^[^:]+:[0-9]{1,18}$';
