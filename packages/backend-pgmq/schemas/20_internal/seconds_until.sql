-- Whole seconds from now, rounded up, as pgmq takes them: never before the time. By the clock of
-- the server, since pgmq's visibility time goes by it.
create function pgflow_pgmq._seconds_until(at timestamptz) returns integer
language sql volatile
return greatest(0, ceil(extract(epoch from at - clock_timestamp())))::integer;
