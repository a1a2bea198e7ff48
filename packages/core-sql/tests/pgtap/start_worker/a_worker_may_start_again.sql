begin;
select plan(2);

select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]');
select pgflow.stop_worker(test.worker_id());
select lives_ok($$ select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]') $$,
  'with its id');
select is((select stopped_at from pgflow.workers), null, 'it is not stopped any more');

select * from finish();
rollback;
