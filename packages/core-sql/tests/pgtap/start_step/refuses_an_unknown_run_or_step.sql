begin;
select plan(2);

select throws_ok($$ select pgflow.start_step('00000000-0000-0000-0000-00000000000a', 'a') $$,
  'PF002', 'there is no run 00000000-0000-0000-0000-00000000000a', 'no run');
select test.start('[{"slug": "a"}]');
select throws_ok($$ select pgflow.start_step(test.run_id(), 'z') $$,
  'PF003', format('run %s has no step "z"', test.run_id()), 'no step');

select * from finish();
rollback;
