begin;
select plan(1);

select is(test.error_of($$ select pgflow.register_worker_backend('memo', 'pgflow_memo') $$),
  'PF020 pgflow.register_worker_backend refuses worker backend "memo": '
  'it does not declare its capability "delivery" | '
  'Expected: "pull" or "push". Found: nothing. | The contract is in docs/contracts.md.', 'why');

select * from finish();
rollback;
