-- Errors that are the server's and not a plug-in's: connection, rollback (deadlock, serialization),
-- resources, operator intervention, internal. They are raised again instead of failing a step.
create function pgflow._is_transient(error_code text) returns boolean
language sql immutable parallel safe
return left(error_code, 2) in ('08', '40', '53', '57', 'XX');
