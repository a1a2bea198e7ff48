begin;
select plan(1);

select test.start('[{"slug": "a"}, {"slug": "b", "type": "each"}, {"slug": "c", "type": "probe"},
  {"slug": "d", "type": "first"}]', '[1]');
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is(pgflow.run_output(test.run_id()), '{"a": 1, "b": [1], "c": [1], "d": 1}', 'each its way');

select * from finish();
rollback;
