begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select is(c.outcome, 'started', 'visible or not')
from pgflow_http.start_step_tasks(test.worker_id(), array[test.delivery()], 30) as c;
select is((select visible_at from test.deliveries()), (select visible_at from pgflow.step_tasks),
  'and moves its visibility to the end of the lease');

select * from finish();
rollback;
