begin;
select plan(1);

select pgflow_table.prepare_queues('{empty-1}');
select test.start('[{"slug": "a"}]');
select pgflow.define_flow('{"slug": "flow_b", "steps": [{"slug": "b"}]}');
select pgflow.start_flow('flow_b');
select is(array_agg(c.step_slug), '{a}', 'and no other')
from pgflow_table.read_queued_step_tasks(test.worker_id(),
  (select array_agg(queue order by flow_id) from pgflow.flows), 10, 30) as c;

select * from finish();
rollback;
