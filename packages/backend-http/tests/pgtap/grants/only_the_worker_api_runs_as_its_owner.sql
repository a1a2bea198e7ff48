begin;
select plan(2);

select is(
  (select array_agg(p.proname::text order by p.proname) from pg_proc as p
    where p.pronamespace = 'pgflow_http'::regnamespace and p.prosecdef),
  '{complete_step_task, complete_step_tasks, extend_step_tasks, fail_step_task, fail_step_tasks,
    get_run_inputs, housekeep, release_step_tasks, retry_stale_step_tasks, settle_step_tasks,
    start_step_task, start_step_tasks, start_worker, stop_worker, take_calls, wake_workers}',
  'what workers and the dispatcher call');
select is_empty($$
  select p.oid::regprocedure from pg_proc as p
  where p.pronamespace = 'pgflow_http'::regnamespace and p.prosqlbody is null
    and not coalesce('search_path=""' = any (p.proconfig), false) $$, 'with a fixed search_path');

select * from finish();
rollback;
