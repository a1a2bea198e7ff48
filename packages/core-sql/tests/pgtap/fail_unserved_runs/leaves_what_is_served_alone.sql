begin;
select plan(3);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a"}]');
select pgflow.start_worker(test.worker_id(), 'w', 'memo',
  '[{"slug": "flow_a", "steps": [{"slug": "a"}]}]');
select test.stop_clock('2030-01-01 02:00:00Z');
select pgflow.heartbeat_worker(test.worker_id());
select is(pgflow.fail_unserved_runs('1 hour'), 0, 'while a worker lives');
select test.stop_clock('2030-01-01 02:30:00Z');
select is(pgflow.fail_unserved_runs('1 hour'), 0, 'and for the time after it was heard of');
select test.stop_clock('2030-01-01 03:00:01Z');
select is(pgflow.fail_unserved_runs('1 hour'), 1, 'but no longer');

select * from finish();
rollback;
