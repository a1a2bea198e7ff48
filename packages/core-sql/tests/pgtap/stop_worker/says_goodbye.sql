begin;
select plan(3);

select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]');
select test.stop_clock('2030-01-01Z');
select pgflow.stop_worker(test.worker_id(), 'wall_clock');
select is(ended_at, '2030-01-01Z', 'with the time') from pgflow.workers;
select is(end_reason, 'wall_clock', 'and the reason') from pgflow.workers;
select lives_ok($$ select pgflow.stop_worker('00000000-0000-0000-0000-00000000000a') $$,
  'an unknown one does not raise');

select * from finish();
rollback;
