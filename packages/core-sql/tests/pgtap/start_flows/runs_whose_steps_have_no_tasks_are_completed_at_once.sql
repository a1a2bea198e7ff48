begin;
select plan(2);

select test.define('[{"slug": "a", "type": "each"}, {"slug": "b", "type": "each", "after": ["a"],
  "config": {"over": "a"}}, {"slug": "c", "type": "each"}]');
select pgflow.start_flows('flow_a', array['[]', '[1]', '[]']::jsonb[]);
select results_eq(
  $$ select r.input, r.status::text from pgflow.runs as r order by r.input, r.run_id $$,
  $$ values ('[]'::jsonb, 'completed'), ('[]', 'completed'), ('[1]', 'started') $$,
  'in the call that starts them, and no other');
select is((select count(*)::int from pgflow_memo.deliveries), 2, 'the other one is delivered');

select * from finish();
rollback;
