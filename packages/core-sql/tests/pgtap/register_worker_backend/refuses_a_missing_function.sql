begin;
select plan(1);

drop function pgflow_memo.release_step_tasks(jsonb);
select is(
  test.error_of($$
    select pgflow.register_worker_backend('memo', 'pgflow_memo', '{"delivery": "pull"}') $$),
  'PF011 pgflow.register_worker_backend refuses worker backend "memo": '
  'its function pgflow_memo.release_step_tasks is missing | Expected: '
  'pgflow_memo.release_step_tasks(jsonb) returning SETOF pgflow.task_outcome. '
  'Found: no function of this name. | The contract is in docs/contracts.md.', 'names it');

select * from finish();
rollback;
