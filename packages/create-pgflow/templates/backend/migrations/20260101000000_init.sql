-- The worker backend my_thing: tasks are brought to workers by the rows of one table.
-- Core knows the state of each task; a backend brings the task to a worker again and again, until
-- core answers that it is done. So a delivery may come twice, or late, but may never get lost.
-- Locks: what settles or withdraws holds tasks before it comes to deliveries, and waits for both.
-- What claims goes the other way round, so it waits for nothing: it skips what is locked.
-- Once released this file never changes: what comes later is the next file in this folder.

-- #region table
create schema pgflow_my_thing;
revoke all on schema pgflow_my_thing from public;

-- The key is the task, so that it has at most one delivery: '<run_id>/<step_index>/<task_index>'.
-- visible_at is when a worker may have it, and while one has it, the end of its lease.
create table pgflow_my_thing.deliveries (
  delivery text primary key,
  queue text not null,
  run_id uuid not null,
  step_index smallint not null,
  task_index integer not null,
  visible_at timestamptz not null
);
create index deliveries_visible_idx on pgflow_my_thing.deliveries (queue, visible_at);
-- Without a policy: nobody but the owner reads it.
alter table pgflow_my_thing.deliveries enable row level security;

create function pgflow_my_thing._key(run_id uuid, step_index smallint, task_index integer)
returns text
language sql immutable
return run_id::text || '/' || step_index::text || '/' || task_index::text;
-- #endregion

-- #region enqueue
-- A queue is no more than a text in the rows, so there is nothing to make.
create function pgflow_my_thing.prepare_queues(queues text[]) returns void
language sql
set search_path = ''
as $$ $$;

-- Called in the transaction that makes the tasks ready, so both are committed or neither. A task
-- that still has a delivery, since a claim held it when the run was cancelled, keeps that one.
create function pgflow_my_thing.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language sql
set search_path = ''
as $$
  insert into pgflow_my_thing.deliveries
  select pgflow_my_thing._key(t.run_id, t.step_index, t.task_index), t.queue, t.run_id,
    t.step_index, t.task_index, t.visible_at
  from unnest(tasks) as t
  on conflict (delivery) do update set visible_at = excluded.visible_at;

  -- A hint for the workers that listen, who look now and then in any case. LISTEN cuts the name of
  -- a channel to 63 characters, where NOTIFY raises.
  select pg_notify(left('pgflow_my_thing:' || t.queue, 63), '')
  from unnest(tasks) as t
  group by t.queue;
$$;
-- #endregion

-- #region withdraw
-- For tasks of runs that ended. What a claim has locked is skipped: core tells the next claim that
-- the task is gone.
-- force_custom_plan, here and below: a plan lives as long as its session, and the table is small
-- today and large tomorrow.
create function pgflow_my_thing.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language sql
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  delete from pgflow_my_thing.deliveries as d
  where d.delivery = any (array(
    select held.delivery
    from pgflow_my_thing.deliveries as held
    where held.delivery = any (array(
      select pgflow_my_thing._key(t.run_id, t.step_index, t.task_index) from unnest(tasks) as t))
    for update skip locked))
$$;

-- For tasks that are long overdue: makes the deliveries that are not there, and answers how many.
create function pgflow_my_thing.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language plpgsql
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_lost constant pgflow.queued_task[] := array(
    select t
    from unnest(tasks) as t
    where not exists (
      select from pgflow_my_thing.deliveries as d
      where d.delivery = pgflow_my_thing._key(t.run_id, t.step_index, t.task_index)));
begin
  perform pgflow_my_thing.enqueue_step_tasks(v_lost);
  return cardinality(v_lost);
end
$$;
-- #endregion

-- #region claim
-- Claims the tasks of deliveries that a worker was told of, and leases the deliveries for as long.
-- Of a delivery that is not there, or locked, there is no row; nothing raises for it.
-- security definer, as all that workers call: their role has no right on the table, nor on core.
create function pgflow_my_thing.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_until constant timestamptz := pgflow._now() + make_interval(secs => lease_seconds);
  v_leased pgflow.task_delivery[];
  v_claims pgflow.claimed_task[];
begin
  with free as (
    select d.delivery
    from pgflow_my_thing.deliveries as d
    where d.delivery = any (deliveries)
    for update skip locked
  ), leased as (
    update pgflow_my_thing.deliveries as d
    set visible_at = v_until
    from free
    where d.delivery = free.delivery
    returning d.delivery, d.run_id, d.step_index, d.task_index, d.visible_at
  )
  select array_agg(l::pgflow.task_delivery) into v_leased from leased as l;
  if v_leased is null then
    return;
  end if;

  -- Whether a task can be started is core's to say: it is 'started', 'gone', or 'hidden' for now.
  v_claims := array(select c from pgflow.start_step_tasks(worker_id, v_leased) as c);
  delete from pgflow_my_thing.deliveries as d
  using unnest(v_claims) as c
  where c.outcome = 'gone' and d.delivery = c.delivery;
  update pgflow_my_thing.deliveries as d
  set visible_at = c.visible_at
  from unnest(v_claims) as c
  where c.outcome = 'hidden' and d.delivery = c.delivery;
  return query select c.* from unnest(v_claims) as c where c.outcome = 'started';
end
$$;

-- The first deliveries of a queue that are visible and nobody has locked, which are locked by that.
-- enable_bitmapscan: the index is read in its order, and no further than to the last one wanted.
create function pgflow_my_thing._due(queue text, quantity integer) returns text[]
language plpgsql
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_bitmapscan = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
begin
  return array(
    select d.delivery
    from pgflow_my_thing.deliveries as d
    where d.queue = _due.queue and d.visible_at <= v_now
    order by d.visible_at
    limit quantity
    for update skip locked);
end
$$;

-- Claims up to quantity tasks of the first of the queues that has any. Of one alone, so that a task
-- that core hands out alone, since its last worker may have died of it, comes alone.
create function pgflow_my_thing.read_queued_step_tasks(
  worker_id uuid,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql security definer
set search_path = ''
as $$
declare
  v_queue text;
begin
  foreach v_queue in array queues loop
    return query
      select * from pgflow_my_thing.start_step_tasks(
        worker_id, pgflow_my_thing._due(v_queue, quantity), lease_seconds);
    exit when found;
  end loop;
end
$$;
-- #endregion

-- #region follow
-- What core answered, done to the deliveries: those of settled tasks are deleted, others are hidden
-- until a retry, until the end of a longer lease, or not at all when they were released. A stale
-- answer moves nothing: the delivery belongs to a later claim. That is why the task is looked up by
-- its key, and not by the delivery that a worker names.
create function pgflow_my_thing._follow(outcomes pgflow.task_outcome[]) returns void
language sql
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  delete from pgflow_my_thing.deliveries as d
  using unnest(outcomes) as o
  where o.outcome in ('completed', 'failed')
    and d.delivery = pgflow_my_thing._key(o.run_id, o.step_index, o.task_index);

  update pgflow_my_thing.deliveries as d
  set visible_at = o.visible_at
  from unnest(outcomes) as o
  where o.outcome in ('retry', 'ok') and o.visible_at is not null
    and d.delivery = pgflow_my_thing._key(o.run_id, o.step_index, o.task_index);
$$;
-- #endregion

-- #region settle
-- Core settles: it stores the outputs, and enqueues what they unblock, in this transaction. The
-- deliveries come last, after the locks that core takes.
create function pgflow_my_thing._settle(completed jsonb, failed jsonb)
returns setof pgflow.task_outcome
language plpgsql
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_my_thing._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

create function pgflow_my_thing.complete_step_tasks(results jsonb)
returns setof pgflow.task_outcome
language sql security definer
set search_path = ''
as $$
  select * from pgflow_my_thing._settle(results, '[]')
$$;

create function pgflow_my_thing.fail_step_tasks(results jsonb)
returns setof pgflow.task_outcome
language sql security definer
set search_path = ''
as $$
  select * from pgflow_my_thing._settle('[]', results)
$$;

-- A worker's loop in one round trip. The claim comes last: it may hold what a settle waits for.
create function pgflow_my_thing.settle_and_claim(
  worker_id uuid,
  completed jsonb,
  failed jsonb,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns json
language plpgsql security definer
set search_path = ''
as $$
declare
  v_outcomes constant json := (
    select json_agg(o) from pgflow_my_thing._settle(completed, failed) as o);
  v_tasks constant json := (
    select json_agg(c)
    from pgflow_my_thing.read_queued_step_tasks(worker_id, queues, quantity, lease_seconds) as c);
begin
  return json_build_object(
    'outcomes', coalesce(v_outcomes, '[]'), 'tasks', coalesce(v_tasks, '[]'));
end
$$;
-- #endregion

-- The heartbeat of a worker: its leases go on, core's and the deliveries' in one transaction.
create function pgflow_my_thing.extend_step_tasks(
  worker_id uuid,
  claims jsonb,
  lease_seconds integer
) returns setof pgflow.task_outcome
language plpgsql security definer
set search_path = ''
as $$
declare
  v_until constant timestamptz := pgflow._now() + make_interval(secs => lease_seconds);
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.extend_step_tasks(claims, v_until) as o);
begin
  perform pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  perform pgflow_my_thing._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

-- Gives back what was claimed and not begun.
create function pgflow_my_thing.release_step_tasks(claims jsonb)
returns setof pgflow.task_outcome
language plpgsql security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.release_step_tasks(claims) as o);
begin
  perform pgflow_my_thing._follow(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

-- What else a worker asks of core, on which its role has no right.
create function pgflow_my_thing.start_worker(
  worker_id uuid,
  worker_name text,
  definitions jsonb,
  worker_version text,
  lease_seconds integer
) returns setof pgflow.flow_version
language sql security definer
set search_path = ''
as $$
  select * from pgflow.start_worker(
    worker_id, worker_name, 'my_thing', definitions, worker_version, lease_seconds)
$$;

create function pgflow_my_thing.stop_worker(worker_id uuid, reason text) returns void
language sql security definer
set search_path = ''
as $$
  select pgflow.stop_worker(worker_id, reason)
$$;

create function pgflow_my_thing.get_run_inputs(run_ids uuid[])
returns table (run_id uuid, input jsonb)
language sql security definer
set search_path = ''
as $$
  select r.run_id, r.input from pgflow.get_run_inputs(run_ids) as r
$$;

create function pgflow_my_thing.housekeep() returns jsonb
language sql security definer
set search_path = ''
as $$
  select pgflow.housekeep()
$$;

-- #region register
-- The role of a worker is granted the functions that say "security definer", and nothing else.
revoke execute on all functions in schema pgflow_my_thing from public;
select pgflow.register_worker_backend(
  'my_thing', 'pgflow_my_thing', '{"delivery": "pull"}', '1.0');
-- #endregion
