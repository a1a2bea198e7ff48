-- Claims for nobody the tasks of deliveries, to settle them at once: also each of those whose last
-- lease ran out, of which a claim takes one alone.
create function pgflow._claim_each(deliveries pgflow.task_delivery[])
returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_lapsed constant pgflow.task_delivery[] := array(
    select d
    from unnest(deliveries) as d
    join pgflow.step_tasks as t
      on t.run_id = d.run_id and t.step_index = d.step_index and t.task_index = d.task_index
    where t.status = 'started' and t.visible_at <= pgflow._now());
  v_claims pgflow.claimed_task[] := array(
    select c
    from pgflow.start_step_tasks(null, array(
      select d from unnest(deliveries) as d
      where d.delivery <> all (select l.delivery from unnest(v_lapsed) as l))) as c);
  v_delivery pgflow.task_delivery;
begin
  foreach v_delivery in array v_lapsed loop
    v_claims := v_claims
      || array(select c from pgflow.start_step_tasks(null, array[v_delivery]) as c);
  end loop;
  return v_claims;
end
$$;
