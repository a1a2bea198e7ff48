begin;
select plan(5);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a", "options": {"baseDelayMs": 60000}}]');
select is((select jsonb_agg(jsonb_build_array(flow_slug, version, backend))
  from pgflow.waiting_flows), '[["flow_a", 1, "memo"]]', 'a task that nobody takes');
select test.take('a');
select is_empty('select * from pgflow.waiting_flows', 'somebody has taken it');
select test.stop_clock('2030-01-01 00:00:31Z');
select isnt_empty('select * from pgflow.waiting_flows', 'and is gone');
select test.fails(test.take('a'));
select is_empty('select * from pgflow.waiting_flows', 'a retry that is not due');
select pgflow.start_worker(test.worker_id(), 'w', 'memo',
  '[{"slug": "flow_a", "steps": [{"slug": "a"}]}]', lease_seconds => 600);
select test.stop_clock('2030-01-01 00:02:00Z');
select is_empty('select * from pgflow.waiting_flows', 'a retry that a worker will take');

select * from finish();
rollback;
