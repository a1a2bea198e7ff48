begin;
select plan(2);

select throws_ok($$ select pgflow.fail_step('00000000-0000-0000-0000-00000000000a', 'a', '{}') $$,
  'PF002', null, 'no run');
select test.start('[{"slug": "a"}]');
select throws_ok($$ select pgflow.fail_step(test.run_id(), 'z', '{}') $$, 'PF003', null, 'no step');

select * from finish();
rollback;
