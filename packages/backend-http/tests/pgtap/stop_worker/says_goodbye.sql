begin;
select plan(1);

select pgflow_http.start_worker(test.worker_id(), 'w', '[]');
select pgflow_http.stop_worker(test.worker_id());
select is(end_reason, 'stopped', 'with a reason') from pgflow.workers;

select * from finish();
rollback;
