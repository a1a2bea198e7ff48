-- Writes the functions through which core calls the hooks of every settle: in each, one static call
-- per registered schema, whose plan lasts as long as the session. An `execute` would be parsed and
-- planned at every call. Called when a plug-in registers; its caller holds the registry.
create function pgflow._write_dispatch() returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_types constant name[] := array(
    select t.schema_name from pgflow.step_types as t order by t.schema_name);
  v_backends constant name[] := array(
    select b.schema_name from pgflow.worker_backends as b order by b.schema_name);
begin
  perform pgflow._write_dispatcher('_dispatch_step_start', 'pgflow.ready_step[]',
    'setof pgflow.task_definition', v_types,
    'return query select * from %I.handle_step_start(input); return');
  perform pgflow._write_dispatcher('_dispatch_step_task_completion', 'pgflow.drained_step[]',
    'pgflow.step_decision[]', v_types,
    'return array(select d from %I.handle_step_task_completion(input) as d)');
  perform pgflow._write_dispatcher('_dispatch_enqueue', 'pgflow.queued_task[]',
    'void', v_backends,
    'perform %I.enqueue_step_tasks(input); return');
end
$$;
