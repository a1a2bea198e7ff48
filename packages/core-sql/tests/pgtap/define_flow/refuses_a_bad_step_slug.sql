begin;
select plan(2);

select throws_ok($$ select test.define('[{"slug": "A"}]') $$,
  'PF004', '''A'' is not a slug for a step', 'an upper-case letter');
select throws_ok($$ select test.define('[{}]') $$,
  'PF004', 'null is not a slug for a step', 'none');

select * from finish();
rollback;
