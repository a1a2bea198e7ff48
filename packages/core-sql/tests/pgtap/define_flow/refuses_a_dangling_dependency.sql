begin;
select plan(1);

select throws_ok($$ select test.define('[{"slug": "a", "after": ["b"]}]') $$,
  'PF006', 'step "a" runs after "b", which the flow does not have', 'names both');

select * from finish();
rollback;
