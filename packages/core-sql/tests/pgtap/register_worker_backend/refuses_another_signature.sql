begin;
select plan(1);

drop function pgflow_memo.prepare_queues(text[]);
create function pgflow_memo.prepare_queues(queues text[]) returns integer
language sql as $$ select 1 $$;
select is(
  split_part(test.error_of($$ select pgflow.register_worker_backend('memo', 'pgflow_memo') $$),
    ' | ', 2), 'Found: it returns integer.', 'another result');

select * from finish();
rollback;
