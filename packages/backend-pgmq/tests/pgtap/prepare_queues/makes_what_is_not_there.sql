begin;
select plan(2);

select pgflow_pgmq.prepare_queues('{one, two}');
select lives_ok($$ select pgflow_pgmq.prepare_queues('{one, two, three}') $$, 'again and again');
select is((select array_agg(queue_name::text order by queue_name) from pgmq.list_queues()),
  '{one, three, two}', 'each once');

select * from finish();
rollback;
