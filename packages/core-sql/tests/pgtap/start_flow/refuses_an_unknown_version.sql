begin;
select plan(1);

select test.define('[{"slug": "a"}]');
select throws_ok($$ select pgflow.start_flow('flow_a', version => 2) $$,
  'PF001', 'there is no flow "flow_a" with a version 2', 'names it');

select * from finish();
rollback;
