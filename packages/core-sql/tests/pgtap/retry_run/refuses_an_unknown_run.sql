begin;
select plan(1);

select throws_ok($$ select pgflow.retry_run('00000000-0000-0000-0000-00000000000a') $$,
  'PF002', 'there is no run 00000000-0000-0000-0000-00000000000a', 'names it');

select * from finish();
rollback;
