begin;
select plan(5);

select test.define('[{"slug": "a", "options": {"maxAttempts": 2}}]');
create temp table answer as select v.* from pgflow.start_worker(test.worker_id(), 'w', 'memo', '[
  {"slug": "flow_b", "steps": [{"slug": "x"}]},
  {"slug": "flow_a", "steps": [{"slug": "a", "options": {"maxAttempts": 9}}]},
  {"slug": "flow_a", "steps": [{"slug": "b"}]}]') as v;
select is((select array_agg(flow_slug || version) from answer), '{flow_b1, flow_a1, flow_a2}',
  'the versions in the order given');
select is((select array_agg(a.queue) from answer as a),
  (select array_agg(f.queue) from answer as a join pgflow.flows as f using (flow_id)), 'queues');
select is((select version from pgflow.flows where flow_slug = 'flow_a' and is_current), 1,
  'the current version is not moved');
select is((select max_attempts from pgflow.steps where step_slug = 'a'), 2, 'nor an option');
select is((select flow_ids from pgflow.workers), (select array_agg(flow_id) from answer),
  'the worker is noted');

select * from finish();
rollback;
