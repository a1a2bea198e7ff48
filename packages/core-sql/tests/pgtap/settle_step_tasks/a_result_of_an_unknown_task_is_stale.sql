begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select is(array_agg(o.outcome), '{stale, stale, stale, stale}', 'and nothing raises')
from pgflow.settle_step_tasks(
  jsonb_build_array(
    '{"run_id": "00000000-0000-0000-0000-00000000000a", "step_index": 0, "task_index": 0,
      "claim_no": 1}'::jsonb,
    jsonb_build_object('run_id', test.run_id(), 'step_index', 9, 'task_index', 0, 'claim_no', 1),
    '{}'::jsonb),
  jsonb_build_array(
    jsonb_build_object('run_id', test.run_id(), 'step_index', 0, 'task_index', 0,
      'claim_no', 0))) as o;
select is(test.summary(), 'started: a started', 'nothing changed');

select * from finish();
rollback;
