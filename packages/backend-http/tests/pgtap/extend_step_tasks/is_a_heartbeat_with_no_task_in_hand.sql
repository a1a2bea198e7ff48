begin;
select plan(2);

select pgflow_http.start_worker(test.worker_id(), 'w', '[]');
update pgflow.workers set heartbeat_at = '2000-01-01Z';
select is_empty($$ select pgflow_http.extend_step_tasks(test.worker_id(), '[]', 60) $$,
  'no answer');
select ok(heartbeat_at > clock_timestamp() - '1 min'::interval, 'but heard') from pgflow.workers;

select * from finish();
rollback;
