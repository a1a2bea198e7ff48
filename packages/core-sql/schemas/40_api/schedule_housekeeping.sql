-- Has pg_cron call pgflow.housekeep every minute, where this database has it; a second call changes
-- nothing. Returns whether it has. Installing calls it, so it is for who installs pg_cron later.
create function pgflow.schedule_housekeeping() returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)'
  using 'pgflow-housekeeping', '* * * * *', 'select pgflow.housekeep()';
  return true;
end
$$;
