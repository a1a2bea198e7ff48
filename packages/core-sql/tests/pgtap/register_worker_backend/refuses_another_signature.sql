begin;
select plan(3);

drop function pgflow_memo.prepare_queues(text[]);
create function test.registering() returns text language sql as $$
  select split_part(test.error_of(
    'select pgflow.register_worker_backend(''memo'', ''pgflow_memo'', ''{"delivery": "pull"}'')'),
    ' | ', 2)
$$;
create function pgflow_memo.prepare_queues(queues text[]) returns integer
language sql as $$ select 1 $$;
select is(test.registering(), 'Expected: pgflow_memo.prepare_queues(text[]) returning void. '
  'Found: it returns integer.', 'another result');
drop function pgflow_memo.prepare_queues(text[]);
create procedure pgflow_memo.prepare_queues(queues text[]) language sql as $$ select 1 $$;
select is(test.registering(), 'Expected: pgflow_memo.prepare_queues(text[]) returning void. '
  'Found: it is a procedure.', 'a procedure');
drop procedure pgflow_memo.prepare_queues(text[]);
create function pgflow_memo.prepare_queues(queue text) returns void language sql as $$ $$;
create function pgflow_memo.prepare_queues(queues jsonb) returns void language sql as $$ $$;
select is(test.registering(), 'Expected: pgflow_memo.prepare_queues(text[]) returning void. '
  'Found: there is prepare_queues(queue text), and there is prepare_queues(queues jsonb).',
  'other parameters');

select * from finish();
rollback;
