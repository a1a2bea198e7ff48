begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
create temp table claim as select test.take() as of;
create temp table answer as select pgflow_table.settle_and_claim(test.worker_id(),
  jsonb_build_array(of || '{"output": 7}'), '[]', array[test.queue()], 10, 30)::jsonb as said
from claim;
select is(said #> '{tasks,0,input}', '{"a": 7}', 'in one call') from answer;
select is(said -> 'outcomes', '[]', 'what plainly completed is not repeated') from answer;

select * from finish();
rollback;
