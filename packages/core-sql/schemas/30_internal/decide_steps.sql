-- Decisions on those of the steps that are still started, one call per step type.
create function pgflow._decide_steps(steps pgflow.step_ref[]) returns setof pgflow.step_decision
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
begin
  for v_group in
    select d.schema_name, array_agg(d.drained) as drained
    from pgflow._drained_steps(steps) as d
    group by d.schema_name
    order by d.schema_name
  loop
    return query select * from pgflow._ask_completion(v_group.schema_name, v_group.drained);
  end loop;
end
$$;
