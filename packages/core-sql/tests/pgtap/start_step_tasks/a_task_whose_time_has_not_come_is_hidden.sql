begin;
select plan(3);

select test.start('[{"slug": "a", "type": "probe", "config": {"delay": 60}}]');
select collect_tap(
  is(c.outcome, 'hidden', 'no claim'),
  is(c.visible_at, (test.task('a')).visible_at, 'until its time'))
from pgflow.start_step_tasks(test.worker_id(), array[
  row('d', test.run_id(), 0, 0, clock_timestamp() + '30 s')::pgflow.task_delivery]) as c;
select is((select count(*)::int from test.claim()), 0, 'and its delivery is not visible');

select * from finish();
rollback;
