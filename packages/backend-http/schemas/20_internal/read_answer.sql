-- What the answer to a call means for its tasks:
--   accepted    the function has them; if it does not start them in time, that is another matter
--   later       they are to be brought again, and no attempt is spent
--   not_served  the function serves another version of their flow; no attempt is spent
--   failed      the call was an attempt that failed, for `reason`
-- Without a status, a retry_after is that of the dispatcher, which cannot make the call now.
-- status and body are null where there was no answer, for which `error` is the reason. A body that
-- is no answer of a worker's says that somebody else answered. wait_seconds: what retry-after asked
-- for, an hour at most.
create function pgflow_http._read_answer(
  status integer,
  body text,
  retry_after text,
  error text,
  out outcome text,
  out reason text,
  out wait_seconds integer
)
language sql immutable
set search_path = ''
as $$
  select
    case
      when status between 200 and 299 and body ~ '^\s*\{\s*"accepted"' then 'accepted'
      when status = 429 or coalesce(status, 503) = 503 and retry_after is not null then 'later'
      when status = 409 and body ~ '"PF362"' then 'not_served'
      else 'failed'
    end,
    case
      when status between 200 and 299 and body ~ '^\s*\{\s*"accepted"' then null
      when error is not null then error
      when status is null then 'there was no answer'
      when status between 200 and 299 then
        format('it answered %s, but not as a worker does', status)
      when status between 300 and 399 then
        format('it answered %s, and redirects are not followed', status)
      else format('it answered %s', status)
        || coalesce(' with ' || substring(body from '"(PF[0-9]{3})"'), '')
    end,
    case
      when retry_after ~ '^\s*[0-9]{1,9}\s*$' then least(greatest(retry_after::integer, 1), 3600)
      else 5
    end
$$;
