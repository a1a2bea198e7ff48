begin;
select plan(4);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
create temp table task as
select row(f.queue, t.run_id, t.step_index, t.task_index, t.visible_at)::pgflow.queued_task as task
from pgflow.step_tasks as t join pgflow.flows as f using (flow_id);
select is(pgflow_http.redeliver_step_tasks(array(select task from task)), 0, 'what is there');
select pgflow_http.cancel_step_tasks(array(select task from task where (task).task_index = 1));
select is(pgflow_http.redeliver_step_tasks(array(select task from task)), 1, 'what is not');
select is(test.depth(), 3, 'each task has one');
select is(pgflow_http.redeliver_step_tasks('{}'), 0, 'of none there is nothing to make');

select * from finish();
rollback;
