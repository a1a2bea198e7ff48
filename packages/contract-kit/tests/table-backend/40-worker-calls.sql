-- The functions of workers run as the owner: a worker's role has no right on core or on the table.
create function pgflow_table.read_queued_step_tasks(
  worker_id uuid,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_deliveries pgflow.task_delivery[];
begin
  with due as materialized (
    select d.run_id, d.step_index, d.task_index
    from pgflow_table.deliveries as d
    where d.queue = any (queues) and d.visible_at <= v_now
    order by d.visible_at, d.run_id, d.step_index, d.task_index
    limit quantity
    for update skip locked
  ), leased as (
    update pgflow_table.deliveries as d
    set visible_at = v_now + make_interval(secs => lease_seconds)
    from due as u
    where d.run_id = u.run_id and d.step_index = u.step_index and d.task_index = u.task_index
    returning d as delivery
  )
  select array_agg(pgflow_table._task_delivery(l.delivery)) into v_deliveries from leased as l;
  if v_deliveries is not null then
    return query select c.* from pgflow_table._start(worker_id, v_deliveries) as c;
  end if;
end
$$;

create function pgflow_table.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_deliveries pgflow.task_delivery[];
begin
  with leased as (
    update pgflow_table.deliveries as d
    set visible_at = pgflow._now() + make_interval(secs => lease_seconds)
    from (select distinct g from unnest(deliveries) as g) as g (delivery)
    cross join lateral pgflow_table._key_of(g.delivery) as k
    where d.run_id = k.run_id and d.step_index = k.step_index and d.task_index = k.task_index
    returning d as delivery
  )
  select array_agg(pgflow_table._task_delivery(l.delivery)) into v_deliveries from leased as l;
  if v_deliveries is not null then
    return query select c.* from pgflow_table._start(worker_id, v_deliveries) as c;
  end if;
end
$$;

create function pgflow_table.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.complete_step_tasks(results) as o);
begin
  perform pgflow_table._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

create function pgflow_table.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.fail_step_tasks(results) as o);
begin
  perform pgflow_table._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

create function pgflow_table.extend_step_tasks(
  worker_id uuid,
  claims jsonb,
  lease_seconds integer
) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] := array(
    select o from pgflow.extend_step_tasks(
      claims, pgflow._now() + make_interval(secs => lease_seconds)) as o);
begin
  perform pgflow.heartbeat_worker(worker_id);
  perform pgflow_table._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

create function pgflow_table.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.release_step_tasks(claims) as o);
begin
  perform pgflow_table._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;
