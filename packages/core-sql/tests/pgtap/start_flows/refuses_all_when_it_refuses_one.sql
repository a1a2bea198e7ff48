begin;
select plan(8);

select test.define('[{"slug": "a"}]');
select throws_ok($$ select pgflow.start_flows('flow_a', array['1', null]::jsonb[]) $$,
  'PF013', 'the input of a run must not be null', 'an input that is SQL null');
select throws_ok($$ select pgflow.start_flows('flow_a', null) $$,
  'PF013', 'the input of a run must not be null', 'no array of inputs');
select throws_ok($$ select pgflow.start_flows('flow_a', array['1', '2']::jsonb[], run_ids =>
    array['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000a']::uuid[])
  $$, 'PF015', 'there is such a run already', 'a run_id in use');
select throws_ok($$ select pgflow.start_flows('flow_a', array['1', '2']::jsonb[], run_ids =>
    array['00000000-0000-0000-0000-00000000000a']::uuid[]) $$,
  'PF015', '1 run_ids for 2 inputs', 'fewer run_ids than inputs');
select throws_ok($$ select pgflow.start_flows('flow_a', array['1']::jsonb[], run_ids =>
    array['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b']::uuid[])
  $$, 'PF015', '2 run_ids for 1 inputs', 'more run_ids than inputs');
select throws_ok($$ select pgflow.start_flows('flow_a', array['1', '2']::jsonb[], run_ids =>
    array['00000000-0000-0000-0000-00000000000a', null]::uuid[]) $$,
  'PF015', '1 run_ids for 2 inputs', 'a run_id that is null');
select throws_ok($$ select pgflow.start_flows('nothing', array['1']::jsonb[]) $$,
  'PF001', 'there is no flow "nothing"', 'an unknown flow');
select is((select count(*)::int from pgflow.runs), 0, 'nothing is left');

select * from finish();
rollback;
