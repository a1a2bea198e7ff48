begin;
select plan(3);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take(5) as of;
select is(o.outcome, 'ok', 'the answer')
from claim, pgflow_http.extend_step_tasks(test.worker_id(), jsonb_build_array(of), 600) as o;
select ok(t.visible_at > clock_timestamp() + '590 s', 'core''s') from pgflow.step_tasks as t;
select is(d.visible_at, t.visible_at, 'the delivery''s')
from pgflow.step_tasks as t, test.deliveries() as d;

select * from finish();
rollback;
