begin;
select plan(1);

select throws_ok($$ select test.define('[{"slug": "a", "type": "dance"}]') $$,
  'PF009', 'step type "dance" of step "a" is not installed', 'names both');

select * from finish();
rollback;
