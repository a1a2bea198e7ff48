begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select throws_ok($$ select pgflow.retry_run(test.run_id()) $$, 'PF014',
  format('run %s has neither failed nor been cancelled', test.run_id()), 'started');
select test.complete('a');
select throws_ok($$ select pgflow.retry_run(test.run_id()) $$, 'PF014', null, 'completed');

select * from finish();
rollback;
