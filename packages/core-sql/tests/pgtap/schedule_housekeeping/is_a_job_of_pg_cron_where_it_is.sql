begin;
select plan(5);

select is(pgflow.schedule_housekeeping(), false, 'without pg_cron there is nothing to do');
create schema if not exists cron;
create table cron.job (jobname text primary key, schedule text, command text);
-- As pg_cron 1.4 and later: the name of a job that is there replaces it.
create function cron.schedule(job_name text, schedule text, command text) returns bigint
language sql as $$
  insert into cron.job values ($1, $2, $3)
  on conflict (jobname) do update set schedule = $2, command = $3
  returning 1::bigint
$$;
select is(pgflow.schedule_housekeeping(), true, 'with it, there is');
select is(pgflow.schedule_housekeeping(), true, 'any number of times');
select is((select array_agg(schedule) from cron.job), '{"* * * * *"}', 'one job, every minute');
select lives_ok((select command from cron.job), 'which can be run');

select * from finish();
rollback;
