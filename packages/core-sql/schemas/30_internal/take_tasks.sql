-- The state change of a claim: tasks that are due and that nobody else holds become started, with
-- the next claim_no and the lease that came with the delivery; they come back in the order of the
-- deliveries. Locks no run and waits for nobody.
-- A task whose last lease ran out is taken alone (only the first such), since it may have killed
-- its worker. One that has used up its attempts is taken without spending a further one, and
-- refused. A run's input of more than 2 kB does not ride along with each of its tasks.
create function pgflow._take_tasks(
  worker_id uuid,
  deliveries pgflow.task_delivery[],
  with_input boolean,
  out claims pgflow.claimed_task[]
)
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  with due as materialized (
    select d.delivery, d.visible_at, d.ordinality, t.run_id, t.step_index, t.task_index,
      t.status = 'started' as redelivered, t.attempt_count, s.step_slug, s.max_attempts,
      s.timeout_ms, s.dep_indexes, s.dep_slugs
    from unnest(deliveries) with ordinality as d
    join pgflow.step_tasks as t
      on t.run_id = any (array[d.run_id])
        and t.step_index = d.step_index and t.task_index = d.task_index
    cross join lateral (
      select * from pgflow.steps as s
      where s.flow_id = t.flow_id and s.step_index = t.step_index
      offset 0
    ) as s
    where t.status in ('queued', 'started') and t.visible_at <= pgflow._now()
    order by d.ordinality
    for no key update of t skip locked
  ), taken as (
    select * from due as d
    order by d.redelivered desc
    limit (select 1 from due as d where d.redelivered limit 1)
  ), started as (
    update pgflow.step_tasks as t
    set status = 'started', claim_no = t.claim_no + 1, visible_at = x.visible_at,
      started_at = pgflow._now(), worker_id = _take_tasks.worker_id,
      attempt_count = x.attempt_count + 1
    from taken as x
    where t.run_id = any (array[x.run_id])
      and t.step_index = x.step_index
      and t.task_index = x.task_index
      and t.status in ('queued', 'started')
    returning t.*, x.delivery, x.ordinality, x.redelivered, x.step_slug, x.max_attempts,
      x.timeout_ms, x.dep_indexes, x.dep_slugs, x.attempt_count >= x.max_attempts as exhausted
  )
  select coalesce(
    array_agg(
      row('started', t.delivery, t.run_id, t.step_index, t.task_index, t.flow_id, t.step_slug,
        t.claim_no, least(t.attempt_count, t.max_attempts), t.max_attempts, t.timeout_ms,
        t.visible_at,
        case
          when not with_input or t.exhausted then null
          when t.input is not null then t.input
          else (
            select coalesce(jsonb_object_agg(d.slug, (
                select s.output from pgflow.step_states as s
                where s.run_id = t.run_id and s.step_index = d.step_index)), '{}')
            from unnest(t.dep_indexes, t.dep_slugs) as d (step_index, slug))
        end,
        case when with_input and pg_column_size(r.input) <= 2048 then r.input end,
        t.redelivered,
        case when t.exhausted then jsonb_build_object('code', 'PF017', 'final', true,
          'message',
          format('its lease ran out in attempt %s of %s', t.max_attempts, t.max_attempts))
        end)::pgflow.claimed_task
      order by t.ordinality),
    '{}')
  into claims
  from started as t
  join pgflow.runs as r on r.run_id = any (array[t.run_id]);
end
$$;
