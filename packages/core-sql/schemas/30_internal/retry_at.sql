-- When a task whose attempt number `attempt` (from 1) failed may be tried again: exponential from
-- base_ms, capped at max_ms, then between half and the whole of it, so that tasks that failed
-- together do not come back together.
create function pgflow._retry_at(
  failed_at timestamptz,
  attempt integer,
  base_ms integer,
  max_ms integer
) returns timestamptz
language sql volatile parallel safe
set search_path = ''
as $$
  select failed_at + make_interval(secs =>
    least(max_ms, base_ms * 2 ^ least(attempt - 1, 30)) / 1000 * (0.5 + random() / 2))
$$;
