begin;
select plan(2);

select throws_ok($$ select pgflow.cancel_run('00000000-0000-0000-0000-00000000000a') $$,
  'PF002', 'there is no run 00000000-0000-0000-0000-00000000000a', 'names it');
select throws_ok($$ select pgflow.cancel_run(null) $$, 'PF002', null, 'null');

select * from finish();
rollback;
