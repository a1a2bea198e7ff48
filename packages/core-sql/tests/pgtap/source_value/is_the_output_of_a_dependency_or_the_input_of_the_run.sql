begin;
select plan(4);

select test.start('[{"slug": "a"}, {"slug": "b"}]', '"in"');
select test.complete('a', '"out"');
select collect_tap(
  is(pgflow.source_value(test.run_id(), f.flow_id, 'a'), '"out"', 'an output'),
  is(pgflow.source_value(test.run_id(), f.flow_id, null), '"in"', 'the input'),
  is(pgflow.source_value(test.run_id(), f.flow_id, 'b'), null, 'none yet'),
  is(pgflow.source_value(test.run_id(), f.flow_id, 'z'), null, 'no such step'))
from pgflow.flows as f;

select * from finish();
rollback;
