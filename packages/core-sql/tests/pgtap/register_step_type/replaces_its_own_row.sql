begin;
select plan(1);

select pgflow.register_step_type('each', 'pgflow_each', '{"per_task": true}');
select is((select array_agg(per_task) from pgflow.step_types where step_type = 'each'), '{t}',
  'one row, the new one');

select * from finish();
rollback;
