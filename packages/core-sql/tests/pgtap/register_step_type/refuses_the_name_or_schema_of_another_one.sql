begin;
select plan(4);

select is(test.error_of($$ select pgflow.register_step_type('each', 'pgflow_probe') $$),
  'PF019 pgflow.register_step_type refuses step type "each": its name is another one''s'
  || ' | Expected: a name and a schema of its own.'
  || ' Found: "each" is registered with schema pgflow_each.'
  || ' | Register it under another name, with a schema of its own.', 'a name that is taken');
select throws_ok($$ select pgflow.register_step_type('other', 'pgflow_each') $$, 'PF019',
  'pgflow.register_step_type refuses step type "other": its schema pgflow_each is another one''s',
  'a schema that is taken');
select throws_ok($$ select pgflow.register_worker_backend('other', 'pgflow_memo') $$, 'PF019',
  null, 'that of a backend');
select lives_ok($$ select pgflow.register_step_type('each', 'pgflow_each') $$, 'its own');

select * from finish();
rollback;
