-- Has pg_cron call dispatch every 5 seconds, where this database has it and pg_net; a second call
-- changes nothing. Returns whether it does. Installing calls it, so it is for who installs one of
-- the two later.
create function pgflow_http.schedule_dispatch() returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null
    or pgflow_http._transport() <> 'pg_net'
  then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)'
  using 'pgflow-http-dispatch', '5 seconds', 'select pgflow_http.dispatch()';
  return true;
end
$$;
