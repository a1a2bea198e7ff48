-- Starts those of the steps that are ready, one call per step type. The caller holds the runs.
create function pgflow._start_steps(steps pgflow.step_ref[]) returns setof pgflow.started_step
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
begin
  for v_group in
    select r.schema_name, array_agg(r.ready) as ready
    from pgflow._ready_steps(steps) as r
    group by r.schema_name
    order by r.schema_name
  loop
    return query select * from pgflow._make_tasks(v_group.schema_name, v_group.ready);
  end loop;
end
$$;
