begin;
select plan(4);

select test.start('[{"slug": "a", "type": "first", "config": {"tasks": 3}},
  {"slug": "b", "after": ["a"]}]');
create temp table claim as select test.take('a', 0) as of;
select test.complete('a', '"fast"', 1);
select is(test.summary(), 'started: a completed, b started', 'the first result wins');
select is((test.state('a')).output, '"fast"', 'with its output');
select is(test.deliveries('a'), 0, 'the others are withdrawn');
select is(test.completes(of, '"slow"'), 'stale', 'and come too late') from claim;

select * from finish();
rollback;
