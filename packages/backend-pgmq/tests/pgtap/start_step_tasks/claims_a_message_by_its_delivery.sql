begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select is(c.outcome, 'started', 'visible or not')
from pgflow_pgmq.start_step_tasks(test.worker_id(), array[test.queue() || ':1'], 30) as c;
select is((select vt from test.messages()), (select visible_at from pgflow.step_tasks),
  'and moves its visibility to the end of the lease');

select * from finish();
rollback;
