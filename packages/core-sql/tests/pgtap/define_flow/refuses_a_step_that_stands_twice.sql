begin;
select plan(1);

select throws_ok($$ select test.define('[{"slug": "a"}, {"slug": "b"}, {"slug": "a"}]') $$,
  'PF005', 'flow "flow_a" has two steps "a"', 'names it');

select * from finish();
rollback;
