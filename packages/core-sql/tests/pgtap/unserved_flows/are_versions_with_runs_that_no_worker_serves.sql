begin;
select plan(6);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a"}]');
select is((select jsonb_agg(jsonb_build_array(flow_slug, version, runs, last_served_at))
  from pgflow.unserved_flows), '[["flow_a", 1, 1, null]]', 'never served');
select pgflow.start_worker(test.worker_id(), 'w', 'memo',
  '[{"slug": "flow_a", "steps": [{"slug": "a"}]}]');
select is_empty('select * from pgflow.unserved_flows', 'served');
select test.stop_clock('2030-01-01 00:01:01Z');
select is((select last_served_at from pgflow.unserved_flows), '2030-01-01Z', 'not heard of');
select pgflow.heartbeat_worker(test.worker_id());
select is_empty('select * from pgflow.unserved_flows', 'heard of again');
select pgflow.stop_worker(test.worker_id());
select is((select count(*)::int from pgflow.unserved_flows), 1, 'stopped');
select pgflow.cancel_run(test.run_id());
select is_empty('select * from pgflow.unserved_flows', 'nobody waits');

select * from finish();
rollback;
