begin;
select plan(2);

select test.define('[{"slug": "a", "type": "probe"}]');
select pgflow.define_flow('{"slug": "flow_b", "steps": [{"slug": "b", "type": "probe",
  "config": {"in": "completion", "raise": "22012"}}]}');
select pgflow.start_flow('flow_a');
select pgflow.start_flow('flow_b');
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is((select array_agg(r.status order by r.flow_id) from pgflow.runs as r),
  '{completed, failed}', 'its neighbour in the batch is completed');
select is((select error ->> 'message' from pgflow.runs where status = 'failed'),
  'step type "probe": pgflow_probe.handle_step_task_completion raised 22012: the probe raises',
  'it is named');

select * from finish();
rollback;
