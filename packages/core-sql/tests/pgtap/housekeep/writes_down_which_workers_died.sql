begin;
select plan(7);

select test.stop_clock('2030-01-01Z');
select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]', null, 60);
select test.stop_clock('2030-01-01 00:01:00Z');
select is(pgflow.housekeep() -> 'dead_workers', '0', 'not within its lease');
select test.stop_clock('2030-01-01 00:02:00Z');
select is(pgflow.housekeep() -> 'dead_workers', '1', 'after it');
select is(end_reason, 'dead', 'how it ended') from pgflow.workers;
select is(ended_at, '2030-01-01 00:02:00Z', 'when that was found') from pgflow.workers;
select test.stop_clock('2030-01-01 00:03:00Z');
select is(pgflow.housekeep() -> 'dead_workers', '0', 'once');
select pgflow.heartbeat_worker(test.worker_id(), 0, 60);
select is(end_reason, null, 'one that is heard of again is alive') from pgflow.workers;
select is(ended_at, null, 'for good') from pgflow.workers;

select * from finish();
rollback;
