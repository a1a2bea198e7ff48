begin;
select plan(1);

select is(
  (select array_agg((t.step_type, t.has_task_start, t.has_task_failure, t.per_task)::text
    order by t.step_type) from pgflow.step_types as t),
  '{"(each,f,f,f)", "(first,f,f,t)", "(probe,t,t,f)", "(single,f,f,f)"}', 'and the capabilities');

select * from finish();
rollback;
