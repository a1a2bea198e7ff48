begin;
select plan(3);

select throws_ok($$ select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[
  {"slug": "flow_b", "steps": [{"slug": "x"}]},
  {"slug": "flow_c", "steps": [{"slug": "x", "after": ["x"]}]}]') $$, 'PF007', null, 'the second');
select is((select count(*)::int from pgflow.flows), 0, 'no flow');
select is((select count(*)::int from pgflow.workers), 0, 'no worker');

select * from finish();
rollback;
