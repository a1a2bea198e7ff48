begin;
select plan(2);

select is(test.error_of($$ select test.define('[{"slug": "root"}, {"slug": "a", "after": ["c"]},
  {"slug": "b", "after": ["a", "root"]}, {"slug": "c", "after": ["b"]}]') $$),
  'PF007 flow "flow_a" has a cycle | These steps wait for each other: a, b, c.', 'names its steps');
select throws_ok($$ select test.define('[{"slug": "a", "after": ["a"]}]') $$,
  'PF007', 'flow "flow_a" has a cycle', 'a step after itself');

select * from finish();
rollback;
