begin;
select plan(2);

select pgflow.register_step_type('each', 'pgflow_each', '{"per_task": true}');
select is((select count(*)::int from pgflow.step_types where step_type = 'each'), 1, 'one row'),
  is((select per_task from pgflow.step_types where step_type = 'each'), true, 'the new one');

select * from finish();
rollback;
