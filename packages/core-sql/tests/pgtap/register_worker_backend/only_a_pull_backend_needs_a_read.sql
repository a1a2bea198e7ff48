begin;
select plan(2);

drop function pgflow_memo.read_queued_step_tasks(uuid, text[], integer, integer);
select throws_ok(
  $$ select pgflow.register_worker_backend('memo', 'pgflow_memo', '{"delivery": "pull"}') $$,
  'PF011', null, 'pull');
select lives_ok(
  $$ select pgflow.register_worker_backend('memo', 'pgflow_memo', '{"delivery": "push"}') $$,
  'push');

select * from finish();
rollback;
