begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select test.take('a');
select collect_tap(
  is(c.outcome, 'hidden', 'a doubled delivery gets no claim'),
  is(c.visible_at, (test.task('a')).visible_at, 'and is hidden until the lease ends'))
from pgflow.start_step_tasks(test.worker_id(), array[
  row('d2', test.run_id(), 0, 0, clock_timestamp() + '1 h')::pgflow.task_delivery]) as c;
select is((test.task('a')).claim_no, 1, 'the claim stays');

select * from finish();
rollback;
