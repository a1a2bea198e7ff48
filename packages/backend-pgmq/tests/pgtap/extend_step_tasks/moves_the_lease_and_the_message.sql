begin;
select plan(3);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take(5) as of;
select is(o.outcome, 'ok', 'the answer')
from claim, pgflow_pgmq.extend_step_tasks(test.worker_id(), jsonb_build_array(of), 600) as o;
select ok(t.visible_at > clock_timestamp() + '590 s', 'core''s') from pgflow.step_tasks as t;
select ok(m.vt >= t.visible_at, 'the message''s, and never before it')
from pgflow.step_tasks as t, test.messages() as m;

select * from finish();
rollback;
