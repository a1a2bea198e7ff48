begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select pgflow_pgmq.enqueue_step_task(
  row(test.queue(), test.run_id(), 0, 0, null)::pgflow.queued_task);
select is((select count(*)::int from test.claim(1, 100)), 1, 'the first is the claim');
select is((select count(*)::int from test.claim(1, 5)), 0, 'the second is not');
select ok((select max(vt) - min(vt) from test.messages()) between '0 s' and '2 s',
  'it is hidden as long as the lease lasts');

select * from finish();
rollback;
