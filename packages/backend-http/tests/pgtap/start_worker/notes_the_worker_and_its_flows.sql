begin;
select plan(2);

select is(
  (select array_agg(v.flow_slug || ' ' || v.version || ' ' || (v.queue is not null)::text)
    from pgflow_http.start_worker(test.worker_id(), 'w',
      '[{"slug": "flow_a", "backend": "http", "steps": [{"slug": "a"}]}]') as v),
  '{flow_a 1 true}', 'with their queues');
select is((select backend::text from pgflow.workers), 'http', 'as a worker of this backend');

select * from finish();
rollback;
