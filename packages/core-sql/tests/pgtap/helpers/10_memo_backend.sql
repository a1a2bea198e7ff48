-- A worker backend that is one table: core's tests need no queue. Its worker API is the contract's.
create schema pgflow_memo;
create table pgflow_memo.deliveries (
  delivery bigint primary key generated always as identity,
  queue text not null,
  run_id uuid not null,
  step_index smallint not null,
  task_index integer not null,
  visible_at timestamptz not null
);
create table pgflow_memo.queues (queue text primary key);

create function pgflow_memo.prepare_queues(queues text[]) returns void language sql as $$
  insert into pgflow_memo.queues select unnest(queues) on conflict do nothing
$$;

create function pgflow_memo.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language sql as $$
  insert into pgflow_memo.deliveries (queue, run_id, step_index, task_index, visible_at)
  select t.queue, t.run_id, t.step_index, t.task_index, t.visible_at from unnest(tasks) as t
$$;

create function pgflow_memo.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language sql as $$
  delete from pgflow_memo.deliveries as d
  where d.delivery in (
    select d.delivery
    from unnest(tasks) as t
    join pgflow_memo.deliveries as d
      on (d.run_id, d.step_index, d.task_index) = (t.run_id, t.step_index, t.task_index)
    for update of d skip locked)
$$;

create function pgflow_memo.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language sql as $$
  with lost as (
    insert into pgflow_memo.deliveries (queue, run_id, step_index, task_index, visible_at)
    select t.queue, t.run_id, t.step_index, t.task_index, t.visible_at from unnest(tasks) as t
    where not exists (
      select from pgflow_memo.deliveries as d
      where (d.run_id, d.step_index, d.task_index) = (t.run_id, t.step_index, t.task_index))
    returning 1
  )
  select count(*)::integer from lost
$$;

create function pgflow_memo._start(worker_id uuid, deliveries pgflow.task_delivery[])
returns setof pgflow.claimed_task language plpgsql as $$
declare
  v_claim pgflow.claimed_task;
begin
  for v_claim in select * from pgflow.start_step_tasks(worker_id, deliveries) loop
    case v_claim.outcome
      when 'started' then return next v_claim;
      when 'gone' then
        delete from pgflow_memo.deliveries as d where d.delivery = v_claim.delivery::bigint;
      else
        update pgflow_memo.deliveries as d set visible_at = v_claim.visible_at
        where d.delivery = v_claim.delivery::bigint;
    end case;
  end loop;
end
$$;

create function pgflow_memo.read_queued_step_tasks(
  worker_id uuid, queues text[], quantity integer, lease_seconds integer
) returns setof pgflow.claimed_task language plpgsql as $$
declare
  v_deliveries pgflow.task_delivery[];
begin
  with due as materialized (
    select d.delivery from pgflow_memo.deliveries as d
    where d.queue = any (queues) and d.visible_at <= pgflow._now()
    order by d.delivery limit quantity for update skip locked
  ), leased as (
    update pgflow_memo.deliveries as d
    set visible_at = pgflow._now() + make_interval(secs => lease_seconds)
    from due where d.delivery = due.delivery
    returning d.*
  )
  select array_agg(
    row(l.delivery, l.run_id, l.step_index, l.task_index, l.visible_at)::pgflow.task_delivery
    order by l.delivery)
  into v_deliveries from leased as l;
  return query
    select s.* from pgflow_memo._start(worker_id, coalesce(v_deliveries, '{}')) as s;
end
$$;

create function pgflow_memo.start_step_tasks(
  worker_id uuid, deliveries text[], lease_seconds integer
) returns setof pgflow.claimed_task language sql as $$
  select s.* from pgflow_memo._start(worker_id, array(
    select row(d.delivery, d.run_id, d.step_index, d.task_index,
      pgflow._now() + make_interval(secs => lease_seconds))::pgflow.task_delivery
    from pgflow_memo.deliveries as d
    where d.delivery = any (deliveries::bigint[]) order by d.delivery)) as s
$$;

create function pgflow_memo.settle_step_tasks(completed jsonb, failed jsonb)
returns setof pgflow.task_outcome language plpgsql as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  v_outcomes := array(select o from pgflow.settle_step_tasks(completed, failed) as o);
  delete from pgflow_memo.deliveries as d using unnest(v_outcomes) as o
  where d.delivery = o.delivery::bigint and o.outcome in ('completed', 'failed');
  update pgflow_memo.deliveries as d set visible_at = o.visible_at
  from unnest(v_outcomes) as o
  where d.delivery = o.delivery::bigint and o.outcome = 'retry';
  return query select * from unnest(v_outcomes);
end
$$;

create function pgflow_memo.complete_step_tasks(results jsonb)
returns setof pgflow.task_outcome language sql as $$
  select * from pgflow_memo.settle_step_tasks(results, '[]')
$$;

create function pgflow_memo.fail_step_tasks(results jsonb)
returns setof pgflow.task_outcome language sql as $$
  select * from pgflow_memo.settle_step_tasks('[]', results)
$$;

create function pgflow_memo.extend_step_tasks(worker_id uuid, claims jsonb, lease_seconds integer)
returns setof pgflow.task_outcome language plpgsql as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  perform pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  v_outcomes := array(select o from pgflow.extend_step_tasks(
    claims, pgflow._now() + make_interval(secs => lease_seconds)) as o);
  update pgflow_memo.deliveries as d set visible_at = o.visible_at
  from unnest(v_outcomes) as o
  where d.delivery = o.delivery::bigint and o.visible_at is not null;
  return query select * from unnest(v_outcomes);
end
$$;

create function pgflow_memo.release_step_tasks(claims jsonb)
returns setof pgflow.task_outcome language plpgsql as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  v_outcomes := array(select o from pgflow.release_step_tasks(claims) as o);
  update pgflow_memo.deliveries as d set visible_at = o.visible_at
  from unnest(v_outcomes) as o where d.delivery = o.delivery::bigint and o.outcome = 'ok';
  return query select * from unnest(v_outcomes);
end
$$;

select pgflow.register_worker_backend('memo', 'pgflow_memo', '{"delivery": "pull"}');
