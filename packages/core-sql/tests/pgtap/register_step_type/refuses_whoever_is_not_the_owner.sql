begin;
select plan(2);

create role pgflow_test_stranger;
grant usage on schema pgflow to pgflow_test_stranger;
grant execute on all functions in schema pgflow to pgflow_test_stranger;
grant usage on schema test to pgflow_test_stranger;
set local role pgflow_test_stranger;
create temp table said as select
  test.error_of($$ select pgflow.register_step_type('each', 'pgflow_each') $$) as step_type,
  test.error_of($$ select pgflow.register_worker_backend('memo', 'pgflow_memo') $$) as backend;
reset role;
select is(step_type, format('PF012 pgflow.register_step_type refuses step type "each": '
  'only the owner of the schema pgflow may register it | Expected: the role "%s", or a member of '
  'it. Found: the role "pgflow_test_stranger". | Connect as the owner.', current_user),
  'even with EXECUTE')
from said;
select is(split_part(backend, ' | ', 1),
  'PF012 pgflow.register_worker_backend refuses worker backend "memo": '
  'only the owner of the schema pgflow may register it', 'nor a backend')
from said;

select * from finish();
rollback;
