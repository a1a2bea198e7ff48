begin;
select plan(3);

select test.define('[{"slug": "a"}, {"slug": "b"}, {"slug": "c", "after": ["a"]}]');
create temp table started as
  select f.run_id, f.ordinality
  from pgflow.start_flows('flow_a', array['1', '2', '3']::jsonb[]) with ordinality
    as f (run_id, ordinality);
select is(
  (select array_agg(r.input order by s.ordinality)
    from started as s join pgflow.runs as r using (run_id)),
  array['1', '2', '3']::jsonb[], 'the ids are in the order of the inputs');
select is(
  (select count(*)::int from pgflow.step_states where status = 'started'), 6,
  'each starts the steps that wait for nothing');
select is((select count(*)::int from pgflow_memo.deliveries), 6, 'and delivers their tasks');

select * from finish();
rollback;
