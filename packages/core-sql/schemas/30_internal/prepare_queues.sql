-- Lets each backend that a flow version uses make the version's queue, and one that is to read it.
-- What a backend raises is raised with the same code, and names the backend and its function.
create function pgflow._prepare_queues(flow_id integer, reader text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook constant text := 'prepare_queues';
  v_backend record;
  v_detail text;
  v_hint text;
  v_context text;
begin
  for v_backend in
    select distinct b.schema_name, f.queue
    from pgflow.flows as f
    join pgflow.steps as s on s.flow_id = f.flow_id
    join pgflow.worker_backends as b on b.backend in (s.backend, f.backend, reader)
    where f.flow_id = _prepare_queues.flow_id
    order by b.schema_name
  loop
    begin
      execute format('select %I.%I($1)', v_backend.schema_name, v_hook)
        using array[v_backend.queue];
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_context = pg_exception_context;
      perform pgflow._raise_named(v_backend.schema_name, v_hook, sqlstate, sqlerrm, v_detail,
        v_hint, v_context);
    end;
  end loop;
end
$$;
