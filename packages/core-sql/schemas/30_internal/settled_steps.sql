-- The steps of tasks that were completed, with the indexes of these.
create function pgflow._settled_steps(outcomes pgflow.task_outcome[]) returns pgflow.step_ref[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row(o.run_id, o.step_index, array_agg(o.task_index))::pgflow.step_ref
    from unnest(outcomes) as o
    where o.outcome = 'completed'
    group by o.run_id, o.step_index);
end
$$;
