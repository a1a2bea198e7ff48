-- Ends calls by their answers: [{call_id, status, body, retry_after, error}]. Only tasks that no
-- worker has started are concerned; an accepted call says nothing new. Returns how many tasks
-- failed to start. One transaction at a time: another one that ends the same call has to find it
-- ended. What another transaction holds is left, until it is overdue.
create function pgflow_http._end_calls(answers jsonb) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ended jsonb;
  v_failed integer;
begin
  select jsonb_agg(jsonb_build_object('call_id', a.call_id, 'outcome', r.outcome,
    'reason', r.reason, 'wait_seconds', r.wait_seconds))
  into v_ended
  from jsonb_to_recordset(answers) as a (
    call_id bigint, status integer, body text, retry_after text, error text)
  cross join lateral pgflow_http._read_answer(a.status, a.body, a.retry_after, a.error) as r
  where r.outcome <> 'accepted';
  if v_ended is null then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtext('pgflow_http.end_calls'), 0);
  v_failed := pgflow_http._fail_starts(v_ended);
  perform pgflow_http._put_off(v_ended);
  return v_failed;
end
$$;
