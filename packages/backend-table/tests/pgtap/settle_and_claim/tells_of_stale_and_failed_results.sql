begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
create temp table claims as select test.take() as a, test.take() as b;
select test.completes(a) from claims;
create temp table answer as select pgflow_table.settle_and_claim(test.worker_id(),
  jsonb_build_array(a), jsonb_build_array(b || '{"error": {"code": "E"}}'),
  array[test.queue()], 0, 30)::jsonb as said
from claims;
select is((select jsonb_agg(o -> 'outcome') from answer, jsonb_array_elements(said -> 'outcomes')
  as o), '["stale", "retry"]', 'per result');
select is(said -> 'tasks', '[]', 'and claims nothing where nothing is wanted') from answer;

select * from finish();
rollback;
