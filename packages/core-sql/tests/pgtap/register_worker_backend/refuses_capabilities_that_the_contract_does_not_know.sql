begin;
select plan(3);

select is(
  test.error_of($$ select pgflow.register_worker_backend('memo', 'pgflow_memo',
    '{"delivery": "pigeon"}') $$),
  'PF020 pgflow.register_worker_backend refuses worker backend "memo": '
  'its capability "delivery" has a value that the contract has not | '
  'Expected: "pull" or "push". Found: "pigeon". | The contract is in docs/contracts.md.',
  'another delivery');
select throws_ok($$ select pgflow.register_worker_backend('memo', 'pgflow_memo',
  '{"delivery": ["pull", "push"]}') $$, 'PF020', null, 'two of them');
select throws_ok($$ select pgflow.register_worker_backend('memo', 'pgflow_memo',
  '{"delivery": "pull", "batches": true}') $$, 'PF020',
  'pgflow.register_worker_backend refuses worker backend "memo": '
  'the contract has no capability "batches" of a worker backend', 'an unknown one');

select * from finish();
rollback;
