begin;
select plan(2);

select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]');
select pgflow.stop_worker(test.worker_id());
select lives_ok($$ select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]') $$,
  'with its id');
select is((select ended_at from pgflow.workers), null, 'it has not ended any more');

select * from finish();
rollback;
