begin;
select plan(2);

select test.define('[{"slug": "a"}]');
select pgflow.start_flow('flow_a', run_id => '00000000-0000-0000-0000-00000000000a');
select throws_ok($$ select pgflow.start_flow('flow_a',
    run_id => '00000000-0000-0000-0000-00000000000a') $$, 'PF015',
  'there is a run 00000000-0000-0000-0000-00000000000a already', 'names it');
select is((select count(*)::int from pgflow_memo.deliveries), 1, 'nothing is left');

select * from finish();
rollback;
