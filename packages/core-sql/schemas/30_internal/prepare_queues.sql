-- Lets each backend that a flow version uses make the version's queue, and one that is to read it.
create function pgflow._prepare_queues(flow_id integer, reader text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_backend record;
begin
  for v_backend in
    select distinct b.schema_name, f.queue
    from pgflow.flows as f
    join pgflow.steps as s on s.flow_id = f.flow_id
    join pgflow.worker_backends as b on b.backend in (s.backend, f.backend, reader)
    where f.flow_id = _prepare_queues.flow_id
    order by b.schema_name
  loop
    execute format('select %I.prepare_queues($1)', v_backend.schema_name)
      using array[v_backend.queue];
  end loop;
end
$$;
