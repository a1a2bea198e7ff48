begin;
select plan(3);

select is(test.error_of($$ select pgflow.register_step_type('bad', 'pgflow_nowhere') $$),
  'PF011 pgflow.register_step_type refuses step type "bad": '
  'its schema pgflow_nowhere does not exist | '
  'Expected: a schema with the functions of the contract. Found: no schema of this name. | '
  'Create the schema and its functions before you register them.', 'it is no missing function');
select is(split_part(test.error_of($$
  select pgflow.register_worker_backend('bad', 'pgflow_nowhere', '{"delivery": "pull"}') $$),
  ' | ', 1), 'PF011 pgflow.register_worker_backend refuses worker backend "bad": '
  'its schema pgflow_nowhere does not exist', 'that of a backend');
select is(test.error_of($$ select pgflow.register_step_type('bad', null) $$),
  'PF011 pgflow.register_step_type refuses step type "bad": its schema_name is null | '
  'Expected: a schema with the functions of the contract. Found: null. | '
  'Create the schema and its functions before you register them.', 'none');

select * from finish();
rollback;
