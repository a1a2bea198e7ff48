begin;
select plan(2);

select pgflow_table.prepare_queues('{one, two}');
create temp table known as select * from pgflow_table.queues;
select lives_ok($$ select pgflow_table.prepare_queues('{one, two, three, three}') $$,
  'again and again');
select is((select array_agg(q.queue || ' ' || (k.queue is null)::text order by q.queue)
  from pgflow_table.queues as q left join known as k using (queue_id, queue)),
  '{one false, three true, two false}', 'each once, under its number');

select * from finish();
rollback;
