begin;
select plan(2);

select test.start('[{"slug": "a"}]');
create temp table known as select * from pgflow_http.queues;
select pgflow.define_flow('{"slug": "flow_b", "steps": [{"slug": "a"}]}');
select lives_ok($$ select pgflow_http.prepare_queues(array(select queue from pgflow.flows)) $$,
  'again and again');
select is((select array_agg(q.flow_slug || ' ' || (k.queue is null)::text order by q.queue)
  from pgflow_http.queues as q left join known as k using (queue_id, queue)),
  '{flow_a false,flow_b true}', 'each once, under its number, with its flow');

select * from finish();
rollback;
