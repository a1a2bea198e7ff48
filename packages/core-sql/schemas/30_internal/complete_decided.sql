-- Completes steps; where an output is over what one jsonb value can hold, only that step fails.
-- Tasks that a completed step still has outstanding are withdrawn first.
create function pgflow._complete_decided(
  decisions pgflow.step_decision[],
  out completed pgflow.step_ref[],
  out ready pgflow.step_ref[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_open pgflow.step_ref[];
  v_decision pgflow.step_decision;
  v_one record;
begin
  select array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref) into v_open
  from unnest(decisions) as d
  join pgflow.step_states as s on s.run_id = d.run_id and s.step_index = d.step_index
  where s.remaining_tasks > 0;
  if v_open is not null then
    perform pgflow._withdraw_tasks(v_open);
  end if;

  begin
    select c.completed, c.ready into completed, ready from pgflow._complete_steps(decisions) as c;
    return;
  exception when program_limit_exceeded then
    if cardinality(decisions) = 1 then
      perform pgflow._fail_steps(array[row(decisions[1].run_id, decisions[1].step_index,
        jsonb_build_object('code', 'PF203', 'message', 'the output of the step is too large: '
          || sqlerrm))::pgflow.step_failure]);
      return;
    end if;
  end;
  foreach v_decision in array decisions loop
    v_one := pgflow._complete_decided(array[v_decision]);
    completed := completed || v_one.completed;
    ready := ready || v_one.ready;
  end loop;
end
$$;
