begin;
select plan(2);

select throws_ok($$ select pgflow.register_step_type('Map', 'pgflow_each') $$,
  'PF004', '''Map'' is not a slug for a step type', 'not a slug');
select throws_ok($$ select pgflow.register_worker_backend(null, 'pgflow_memo') $$,
  'PF004', 'null is not a slug for a worker backend', 'of a backend');

select * from finish();
rollback;
