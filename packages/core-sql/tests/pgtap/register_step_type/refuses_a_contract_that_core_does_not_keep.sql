begin;
select plan(10);

select is(
  test.error_of($$ select pgflow.register_step_type('each', 'pgflow_each', '{}', '2.0') $$),
  'PF018 pgflow.register_step_type refuses step type "each": '
  || 'it is written for contract "2.0", which this core does not keep'
  || ' | Expected: contract 1.0. Found: "2.0". | Install a newer core first.',
  'a later major version');
select is(substring(test.error_of(
    format($$ select pgflow.register_step_type('each', 'pgflow_each', '{}', %L) $$, c.contract)),
  '^PF018.* \| (.*)$'), c.hint, coalesce(c.contract, 'null'))
from (values
  ('1.1', 'Install a newer core first.'),
  ('99999999999999999999.0', 'Install a newer core first.'),
  ('0.9', 'Install a newer version of the plug-in.'),
  ('1', 'A contract is "major.minor", such as "1.0".'),
  ('1.0.0', 'A contract is "major.minor", such as "1.0".'),
  ('one', 'A contract is "major.minor", such as "1.0".'),
  (null, 'A contract is "major.minor", such as "1.0".')
) as c (contract, hint);
select throws_ok($$
  select pgflow.register_worker_backend('memo', 'pgflow_memo', '{"delivery": "pull"}', '2.0') $$,
  'PF018', null, 'a backend as well');
select is((select contract from pgflow.step_types where step_type = 'each'),
  pgflow.contract_version(), 'what was registered stays');

select * from finish();
rollback;
