begin;
select plan(7);

select test.start('[{"slug": "a"}]');
select test.stop_clock('2030-01-01Z');
update pgflow.step_tasks set visible_at = pgflow._now();
create temp table answer as select o.* from pgflow_memo.fail_step_tasks(
  jsonb_build_array(test.take('a') || '{"error": {"code": "E", "message": "no"}}')) as o;
select is(outcome, 'retry', 'the answer') from answer;
select ok(visible_at between '2030-01-01 00:00:00.5Z' and '2030-01-01 00:00:01Z', 'and when')
from answer;
select is((test.task('a')).status, 'queued', 'it is queued');
select is((test.task('a')).error ->> 'message', 'no', 'with the reason');
select is((select visible_at from pgflow_memo.deliveries), (test.task('a')).visible_at,
  'its delivery is hidden until then');
select is((select count(*)::int from test.claim()), 0, 'not before');
select test.stop_clock('2030-01-01 00:00:01Z');
select is((select attempt from test.claim()), 2, 'then as the next attempt');

select * from finish();
rollback;
