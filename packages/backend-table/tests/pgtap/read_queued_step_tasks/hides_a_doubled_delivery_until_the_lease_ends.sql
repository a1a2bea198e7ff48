begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select test.take(100);
select pgflow_table.enqueue_step_task(test.queued(0));
select is((select count(*)::int from test.claim(1, 5)), 0, 'it is no claim');
select is((select visible_at from test.deliveries()), (select visible_at from pgflow.step_tasks),
  'it is hidden as long as the lease lasts');
select is(test.status(), 'started', 'which goes on');

select * from finish();
rollback;
