begin;
select plan(2);

select throws_ok($$ select pgflow.start_flow('nope') $$,
  'PF001', 'there is no flow "nope"', 'names it');
select throws_ok($$ select pgflow.start_flow(null) $$, 'PF001', null, 'null');

select * from finish();
rollback;
