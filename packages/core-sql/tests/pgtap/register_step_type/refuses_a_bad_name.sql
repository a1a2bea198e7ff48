begin;
select plan(2);

select is(test.error_of($$ select pgflow.register_step_type('Map', 'pgflow_each') $$),
  'PF004 pgflow.register_step_type refuses step type "Map": its name is not a slug'
  || ' | Expected: 1 to 47 characters, a lower-case letter, then letters, digits and _.'
  || ' Found: ''Map''. | Register it under another name.', 'not a slug');
select throws_ok($$ select pgflow.register_worker_backend(null, 'pgflow_memo') $$, 'PF004',
  'pgflow.register_worker_backend refuses worker backend null: its name is not a slug',
  'of a backend');

select * from finish();
rollback;
