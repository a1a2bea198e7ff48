begin;
select plan(1);

select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]');
select test.stop_clock('2030-01-01Z');
select pgflow.heartbeat_worker(test.worker_id());
select is(heartbeat_at, '2030-01-01Z', 'with the time') from pgflow.workers;

select * from finish();
rollback;
