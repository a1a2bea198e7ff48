begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select pgflow_pgmq.enqueue_step_task(
  row(test.queue(), test.run_id(), 0, 0, clock_timestamp())::pgflow.queued_task);
select is(test.depth(), 2, 'one more message');

select * from finish();
rollback;
