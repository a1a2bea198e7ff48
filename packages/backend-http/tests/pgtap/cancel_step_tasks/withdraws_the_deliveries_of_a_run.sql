begin;
select plan(2);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
create temp table first as select test.run_id() as run_id;
select pgflow.start_flow('flow_a');
select pgflow.cancel_run(run_id) from first;
select is((select array_agg(distinct run_id) from test.deliveries()), array[test.run_id()],
  'those of other runs stay');
select is(test.depth(), 3, 'all of them');

select * from finish();
rollback;
