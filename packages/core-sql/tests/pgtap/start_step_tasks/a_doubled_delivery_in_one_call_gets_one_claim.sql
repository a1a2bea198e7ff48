begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select is(array_agg(c.outcome order by c.outcome), '{hidden, started}', 'one has it')
from pgflow.start_step_tasks(test.worker_id(), array[
  row('d1', test.run_id(), 0, 0, clock_timestamp() + '30 s')::pgflow.task_delivery,
  row('d2', test.run_id(), 0, 0, clock_timestamp() + '30 s')::pgflow.task_delivery]) as c;
select is((test.task('a')).claim_no, 1, 'claimed once');

select * from finish();
rollback;
