-- The clock of the engine; a test database replaces it. It runs once per task or call, and a SET
-- clause would keep it from being inlined: its body is bound to pg_catalog when it is created.
create function pgflow._now() returns timestamptz
language sql volatile parallel safe
return pg_catalog.clock_timestamp();
