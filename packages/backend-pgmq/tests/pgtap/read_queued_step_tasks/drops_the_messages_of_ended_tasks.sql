begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select pgflow_pgmq.enqueue_step_task(
  row(test.queue(), test.run_id(), 0, 0, null)::pgflow.queued_task);
create temp table claim as select test.take() as of;
select test.completes(of) from claim;
select is(test.depth(), 1, 'a doubled message outlives its task');
select is((select count(*)::int from test.claim()), 0, 'it is no claim');
select is(test.depth(), 0, 'and is gone');

select * from finish();
rollback;
