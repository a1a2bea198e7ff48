begin;
select plan(2);

select test.define('[{"slug": "a"}]');
select throws_ok($$ select pgflow.start_flow('flow_a', null) $$,
  'PF013', 'the input of a run must not be null', 'SQL null');
select is((select count(*)::int from pgflow.runs), 0, 'nothing is left');

select * from finish();
rollback;
