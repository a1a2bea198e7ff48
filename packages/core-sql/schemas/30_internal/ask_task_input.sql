-- Lets the step types that have a handle_step_task_start give the inputs of claimed tasks. Rows of
-- other types pass through. A task for which the hook says nothing keeps its input. Raises PF202
-- for the input of a task that it was not asked about, or a second one of a task.
create function pgflow._ask_task_input(claims pgflow.claimed_task[])
returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claims pgflow.claimed_task[] := claims;
  v_group record;
  v_given jsonb;
  v_inputs jsonb := '{}';
  v_rows bigint;
  v_asked bigint;
begin
  if not exists (select from pgflow.step_types as y where y.has_task_start) then
    return claims;
  end if;

  for v_group in
    select y.schema_name, array_agg(
      row(c.run_id, c.step_index, c.task_index, c.flow_id, c.step_slug, d.config, c.attempt,
        c.input)::pgflow.started_task) as started
    from unnest(claims) as c
    join pgflow.steps as d on d.flow_id = c.flow_id and d.step_index = c.step_index
    join pgflow.step_types as y on y.step_type = d.step_type
    where y.has_task_start and c.refusal is null
    group by y.schema_name
  loop
    execute format($sql$
      select count(*), coalesce(jsonb_object_agg(
        concat_ws('/', i.run_id, i.step_index, i.task_index), coalesce(i.input, 'null')), '{}')
      from %I.handle_step_task_start($1) as i
    $sql$, v_group.schema_name) into v_rows, v_given using v_group.started;
    select count(*) into v_asked
    from unnest(v_group.started::pgflow.started_task[]) as t
    where v_given ? concat_ws('/', t.run_id, t.step_index, t.task_index);
    if v_rows <> v_asked then
      perform pgflow._refuse_answer(v_group.schema_name, 'handle_step_task_start',
        'one input at most for each task that it is asked about',
        format('%s inputs, for %s of %s tasks', v_rows, v_asked, cardinality(v_group.started)));
    end if;
    v_inputs := v_inputs || v_given;
  end loop;

  for i in 1 .. cardinality(v_claims) loop
    v_claims[i].input := coalesce(
      v_inputs -> concat_ws('/', claims[i].run_id, claims[i].step_index, claims[i].task_index),
      claims[i].input);
  end loop;
  return v_claims;
end
$$;
