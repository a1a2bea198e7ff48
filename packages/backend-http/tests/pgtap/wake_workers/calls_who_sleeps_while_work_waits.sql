begin;
select plan(9);

select test.stop_clock('2030-01-01Z');
create schema pgflow_other;
do $$ begin
  execute (select string_agg(replace(pg_get_functiondef(p.oid), 'FUNCTION pgflow_http.',
    'FUNCTION pgflow_other.'), ';') from pg_proc as p
    where p.pronamespace = 'pgflow_http'::regnamespace and p.proname like '%_step_tasks');
end $$;
create function pgflow_other.prepare_queues(queues text[]) returns void language sql as '';
create or replace function pgflow_other.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language sql as '';
create or replace function pgflow_other.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language sql as '';
select pgflow.register_worker_backend('other', 'pgflow_other', '{"delivery": "push"}');
select pgflow.define_flow('{"slug": "flow_b", "backend": "other", "steps": [{"slug": "a"}]}');
select is(pgflow_http.wake_workers(), 0, 'nobody is known');
select pgflow_http.set_endpoint('flow_b', 'http://functions.test/w', 'key', 'other');
select is(pgflow_http.wake_workers(), 0, 'nothing to do');
select pgflow.start_flow('flow_b');
select is(pgflow_http.wake_workers(), 1, 'work waits');
select is((select array_agg(url || ' ' || body) from pgflow_http.calls),
  '{"http://functions.test/w {\"wake\": [\"flow_b\"]}"}', 'so its function is called');
select is(pgflow_http.wake_workers(), 0, 'once a second');
select test.stop_clock('2030-01-01 00:00:01Z');
select is(pgflow_http.wake_workers(), 1, 'again, while it does not come');
select test.stop_clock('2030-01-01 00:00:02Z');
select is(pgflow_http.wake_workers(), 0, 'less often each time');
select pgflow.start_worker(test.worker_id(), 'w', 'other',
  '[{"slug": "flow_b", "backend": "other", "steps": [{"slug": "a"}]}]');
select test.stop_clock('2030-01-01 00:00:04Z');
select is(pgflow_http.wake_workers(), 0, 'not while it lives');
select is((select failures from pgflow_http.endpoints), 0, 'and then at once the next time');

select * from finish();
rollback;
