begin;
select plan(5);

select test.stop_clock('2029-12-31Z');
select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]', '1.2.3', 30);
select is(alive_until, '2029-12-31 00:00:30Z', 'a lease from its start') from pgflow.workers;
select test.stop_clock('2030-01-01Z');
select pgflow.heartbeat_worker(test.worker_id(), 7, 20);
select is(heartbeat_at, '2030-01-01Z', 'with the time') from pgflow.workers;
select is(alive_until, '2030-01-01 00:00:20Z', 'for a lease') from pgflow.workers;
select is(in_flight, 7, 'with what it has in hand') from pgflow.workers;
select is(worker_version, '1.2.3', 'and what it is') from pgflow.workers;

select * from finish();
rollback;
