begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select test.claim(lease_seconds => 100);
select is_empty($$ select pgflow_pgmq.start_step_tasks(test.worker_id(),
  array[test.queue() || ':1', test.queue() || ':99'], 5) $$, 'under a lease, or not there');
select ok((select vt > clock_timestamp() + '90 s' from test.messages()),
  'the message stays hidden as long as the lease lasts');

select * from finish();
rollback;
