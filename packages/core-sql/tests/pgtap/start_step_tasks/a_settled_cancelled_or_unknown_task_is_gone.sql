begin;
select plan(1);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
select test.complete('a');
select pgflow.cancel_run(test.run_id());
select is(array_agg(c.outcome), '{gone, gone, gone, gone}', 'and nothing raises')
from pgflow.start_step_tasks(test.worker_id(), array[
  row('completed', test.run_id(), 0, 0, clock_timestamp())::pgflow.task_delivery,
  row('cancelled', test.run_id(), 1, 0, clock_timestamp())::pgflow.task_delivery,
  row('no task', test.run_id(), 1, 7, clock_timestamp())::pgflow.task_delivery,
  row('no run', '00000000-0000-0000-0000-00000000000a', 0, 0, null)::pgflow.task_delivery]) as c;

select * from finish();
rollback;
