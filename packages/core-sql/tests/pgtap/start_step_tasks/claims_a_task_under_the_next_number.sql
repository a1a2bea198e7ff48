begin;
select plan(4);

select test.start('[{"slug": "a", "options": {"timeoutMs": 7, "maxAttempts": 4}}]');
select test.stop_clock('2030-01-01Z');
update pgflow.step_tasks set visible_at = pgflow._now();
create temp table claim as select c.* from pgflow.start_step_tasks(test.worker_id(), array[
  row('d1', test.run_id(), 0, 0, '2030-01-01 00:00:30Z')::pgflow.task_delivery]) as c;
select is(to_jsonb(c) - 'run_id' - 'flow_id', '{"outcome": "started", "delivery": "d1",
  "step_index": 0, "task_index": 0, "step_slug": "a", "claim_no": 1, "attempt": 1,
  "max_attempts": 4, "timeout_ms": 7, "visible_at": "2030-01-01T00:00:30+00:00", "input": {},
  "run_input": {}, "redelivered": false, "refusal": null}'
  || jsonb_build_object('visible_at', '2030-01-01 00:00:30Z'::timestamptz), 'the claim')
from claim as c;
select is((test.task('a')).status, 'started', 'the task is started');
select is((test.task('a')).worker_id, test.worker_id(), 'by this worker');
select is((test.task('a')).visible_at, '2030-01-01 00:00:30Z', 'under the lease of the delivery');

select * from finish();
rollback;
