-- 00_schema/00_settings.sql
-- Functions may call what stands in a later file; each body is checked when it first runs, and the
-- tests run them all.
set check_function_bodies = off;

-- 00_schema/pgflow_table.sql
create schema if not exists pgflow_table;
comment on schema pgflow_table is
  'Worker backend on one table: a row per delivery, leases by the time of the row.';
revoke all on schema pgflow_table from public;

-- 10_tables/deliveries.sql
-- A row is the delivery of a task that is with the workers. The key is the task: it has at most one
-- delivery, and one that names no task cannot exist.
-- due_at: its place in the queue. visible_at: not before, or the end of the lease. A lease moves
-- visible_at alone, which no index has, so its write stays within the page (half of which is left
-- for that); claims step over what is leased.
-- The index has nothing but what a claim orders by, so that the entries of one batch share a key.
-- Vacuum comes as often as it can and at full speed: what it leaves, claims have to step over too.
-- No foreign key to queues: each insert would lock the same row.
create table pgflow_table.deliveries (
  run_id uuid not null,
  due_at timestamptz not null,
  visible_at timestamptz not null,
  queue_id integer not null,
  task_index integer not null,
  step_index smallint not null,
  primary key (run_id, step_index, task_index)
) with (
  fillfactor = 50,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);
create index deliveries_due_idx on pgflow_table.deliveries (queue_id, due_at);
alter table pgflow_table.deliveries enable row level security;

-- 10_tables/queues.sql
-- The queues that prepare_queues made; deliveries carry the number, which is shorter than the name.
-- oldest: the first delivery that was due when a claim last looked, at looked_at. Until a second
-- later claims begin there, not at the dead entries of the index before it. What nobody has locked
-- there, or is committed late, is found by the next look: at the latest when a claim finds nothing.
create table pgflow_table.queues (
  queue_id integer primary key generated always as identity,
  queue text not null unique,
  oldest timestamptz not null default '-infinity',
  looked_at timestamptz not null default '-infinity'
);
alter table pgflow_table.queues enable row level security;

-- 10_tables/settings.sql
-- One row. notify: whether enqueueing wakes listening workers; off saves the lock that NOTIFY takes
-- at commit, where workers only poll.
create table pgflow_table.settings (
  only_row boolean primary key default true check (only_row),
  notify boolean not null default true
);
insert into pgflow_table.settings default values;
alter table pgflow_table.settings enable row level security;

-- 20_internal/as_delivery.sql
-- A delivery as core takes it; its text is '<run_id>/<step_index>/<task_index>'.
create function pgflow_table._as_delivery(delivery pgflow_table.deliveries)
returns pgflow.task_delivery
language sql immutable parallel safe
return row(
  delivery.run_id || '/' || delivery.step_index || '/' || delivery.task_index,
  delivery.run_id, delivery.step_index, delivery.task_index, delivery.visible_at
)::pgflow.task_delivery;

-- 20_internal/claim_deliveries.sql
-- Claims the tasks of deliveries that were just leased.
create function pgflow_table._claim_deliveries(
  worker_id uuid,
  deliveries pgflow.task_delivery[]
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claims constant pgflow.claimed_task[] :=
    array(select c from pgflow.start_step_tasks(worker_id, deliveries) as c);
  v_started constant pgflow.claimed_task[] :=
    array(select c from unnest(v_claims) as c where c.outcome = 'started');
begin
  if cardinality(v_started) < cardinality(v_claims) then
    perform pgflow_table._put_back(v_claims);
  end if;
  return v_started;
end
$$;

-- 20_internal/drop_deliveries.sql
-- Deletes the deliveries of settled tasks. Stale results are passed over: the delivery belongs to a
-- later claim.
create function pgflow_table._drop_deliveries(outcomes pgflow.task_outcome[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from pgflow_table.deliveries as d
  using unnest(outcomes) as o
  where o.outcome in ('completed', 'failed')
    and d.run_id = any (array[o.run_id])
    and d.step_index = o.step_index and d.task_index = o.task_index;
end
$$;

-- 20_internal/insert_deliveries.sql
-- Makes a delivery for each task, in the order given. Raises unique_violation for a task that has
-- one, and not_null_violation for an unknown queue, which has no number.
create function pgflow_table._insert_deliveries(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow_table.deliveries
    (queue_id, run_id, step_index, task_index, due_at, visible_at)
  select q.queue_id, t.run_id, t.step_index, t.task_index, t.visible_at, t.visible_at
  from unnest(tasks) with ordinality as t
  left join pgflow_table.queues as q on q.queue = t.queue
  order by t.ordinality;
end
$$;

-- 20_internal/keys_of.sql
-- The keys of the tasks that deliveries bring; a text that is none of ours is passed over.
create function pgflow_table._keys_of(deliveries text[])
returns table (run_id uuid, step_index smallint, task_index integer)
language sql immutable
set search_path = ''
as $$
  select split_part(d, '/', 1)::uuid, split_part(d, '/', 2)::smallint,
    split_part(d, '/', 3)::integer
  from unnest(deliveries) as d
  where d ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9]{1,4}/[0-9]{1,9}$'
$$;

-- 20_internal/lease_due.sql
-- Leases up to quantity deliveries of a queue whose place is between two times, the oldest first,
-- where they are visible, and returns them as core takes them, null where there is none. Skips what
-- others hold.
-- The planner's switches are here, and in the other functions that look into the table, because a
-- plan lives as long as its session: made while the table was empty, it would read all of it later.
create function pgflow_table._lease_due(
  queue_id integer,
  oldest timestamptz,
  due timestamptz,
  until timestamptz,
  quantity integer
) returns pgflow.task_delivery[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_deliveries pgflow.task_delivery[];
begin
  with leased as (
    update pgflow_table.deliveries as d
    set visible_at = until
    where d.ctid = any (array(
      select u.ctid
      from pgflow_table.deliveries as u
      where u.queue_id = _lease_due.queue_id
        and u.due_at between oldest and due
        and u.visible_at <= due
      order by u.due_at
      limit quantity
      for no key update skip locked))
    returning d as delivery
  )
  select array_agg(pgflow_table._as_delivery(l.delivery)) into v_deliveries from leased as l;
  return v_deliveries;
end
$$;

-- 20_internal/lease_named.sql
-- Leases the deliveries of these texts and returns them as core takes them. Skips what others hold.
create function pgflow_table._lease_named(deliveries text[], until timestamptz)
returns pgflow.task_delivery[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_deliveries pgflow.task_delivery[];
begin
  with leased as (
    update pgflow_table.deliveries as d
    set visible_at = until
    where d.ctid = any (array(
      select u.ctid
      from pgflow_table._keys_of(deliveries) as k
      join pgflow_table.deliveries as u
        on u.run_id = any (array[k.run_id])
          and u.step_index = k.step_index and u.task_index = k.task_index
      for no key update of u skip locked))
    returning d as delivery
  )
  select array_agg(pgflow_table._as_delivery(l.delivery)) into v_deliveries from leased as l;
  return v_deliveries;
end
$$;

-- 20_internal/look.sql
-- Looks for the first delivery of a queue that is visible, and notes its place for the claims of
-- the next second, unless another transaction is about to. Returns it, null where there is none.
create function pgflow_table._look(queue_id integer, due timestamptz) returns timestamptz
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_oldest constant timestamptz := (
    select d.due_at
    from pgflow_table.deliveries as d
    where d.queue_id = _look.queue_id and d.due_at <= due and d.visible_at <= due
    order by d.due_at
    limit 1);
begin
  if v_oldest is not null then
    update pgflow_table.queues as q
    set oldest = v_oldest, looked_at = due
    where q.queue_id = (
      select free.queue_id from pgflow_table.queues as free
      where free.queue_id = _look.queue_id
      for no key update skip locked);
  end if;
  return v_oldest;
end
$$;

-- 20_internal/move_deliveries.sql
-- Moves deliveries to the times in core's answers: of a retry, an extended lease, a released claim.
-- A retry has a new place in the queue, so that claims need not step over it until it is due.
-- Returns the queues that they are on.
create function pgflow_table._move_deliveries(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_queue_ids integer[];
begin
  with moved as (
    update pgflow_table.deliveries as d
    set visible_at = o.visible_at,
      due_at = case o.outcome when 'retry' then o.visible_at else d.due_at end
    from unnest(outcomes) as o
    where o.outcome in ('retry', 'ok')
      and o.visible_at is not null
      and d.run_id = any (array[o.run_id])
      and d.step_index = o.step_index and d.task_index = o.task_index
    returning d.queue_id
  )
  select array_agg(distinct m.queue_id) into v_queue_ids from moved as m;
  return v_queue_ids;
end
$$;

-- 20_internal/put_back.sql
-- The table's side of what could not be claimed: deliveries whose task is gone are removed, those
-- that are not claimable now are hidden until they are. The caller holds them all.
create function pgflow_table._put_back(claims pgflow.claimed_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from pgflow_table.deliveries as d
  using unnest(claims) as c
  where c.outcome = 'gone'
    and d.run_id = any (array[c.run_id])
    and d.step_index = c.step_index and d.task_index = c.task_index;
  update pgflow_table.deliveries as d
  set visible_at = c.visible_at
  from unnest(claims) as c
  where c.outcome = 'hidden'
    and d.run_id = any (array[c.run_id])
    and d.step_index = c.step_index and d.task_index = c.task_index;
end
$$;

-- 20_internal/read_queue.sql
-- Claims up to quantity tasks of one queue. Raises PF103 for a queue that is not there.
create function pgflow_table._read_queue(
  worker_id uuid,
  queue text,
  quantity integer,
  lease_seconds integer
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_until constant timestamptz := v_now + make_interval(secs => lease_seconds);
  v_queue pgflow_table.queues;
  v_deliveries pgflow.task_delivery[];
begin
  select q.* into v_queue from pgflow_table.queues as q where q.queue = _read_queue.queue;
  if not found then
    raise exception using errcode = 'PF103', message = format('there is no queue "%s"', queue),
      hint = 'start_worker tells which queues the flows of a worker have.';
  end if;
  if v_queue.looked_at > v_now - interval '1 second' then
    v_deliveries := pgflow_table._lease_due(
      v_queue.queue_id, v_queue.oldest, v_now, v_until, quantity);
  end if;
  if v_deliveries is null then
    v_deliveries := pgflow_table._lease_due(
      v_queue.queue_id, pgflow_table._look(v_queue.queue_id, v_now), v_now, v_until, quantity);
  end if;
  if v_deliveries is null then
    return '{}';
  end if;
  return pgflow_table._claim_deliveries(worker_id, v_deliveries);
end
$$;

-- 20_internal/read_queues.sql
-- Claims up to quantity tasks from the first of the queues that has any.
create function pgflow_table._read_queues(
  worker_id uuid,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue text;
  v_claims pgflow.claimed_task[] := '{}';
begin
  foreach v_queue in array queues loop
    v_claims := pgflow_table._read_queue(worker_id, v_queue, quantity, lease_seconds);
    exit when cardinality(v_claims) > 0;
  end loop;
  return v_claims;
end
$$;

-- 20_internal/reschedule.sql
-- Gives the deliveries of tasks the time of the tasks, and makes those that are not there: of tasks
-- enqueued again, whose old delivery was not removed because a claim held it.
create function pgflow_table._reschedule(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_task pgflow.queued_task;
begin
  foreach v_task in array tasks loop
    update pgflow_table.deliveries as d
    set visible_at = v_task.visible_at, due_at = v_task.visible_at
    where d.run_id = v_task.run_id
      and d.step_index = v_task.step_index and d.task_index = v_task.task_index;
    if not found then
      perform pgflow_table._insert_deliveries(array[v_task]);
    end if;
  end loop;
end
$$;

-- 20_internal/settle.sql
-- Settles results with core, then does the table's side: the deliveries of completed and failed
-- tasks are deleted, those of tasks to retry are hidden until then.
-- Order: core's locks first, deliveries last.
create function pgflow_table._settle(completed jsonb, failed jsonb)
returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_table._drop_deliveries(v_outcomes);
  if jsonb_array_length(failed) > 0 then
    perform pgflow_table._move_deliveries(v_outcomes);
  end if;
  return v_outcomes;
end
$$;

-- 20_internal/wake.sql
-- Wakes the workers that listen for queues, on the channels pgflow_table:<queue>. A NOTIFY
-- serializes commits, so of the transactions that come here in the same 10 ms one per queue does
-- it. Later ones do not rely on that one: it may stay open, or be rolled back, and then nobody
-- would hear of what was committed meanwhile. Polling is behind it.
create function pgflow_table._wake(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if (select s.notify from pgflow_table.settings as s) then
    perform pg_notify('pgflow_table:' || q.queue, '')
    from pgflow_table.queues as q
    where q.queue_id = any (queue_ids)
      and pg_try_advisory_xact_lock(
        hashtext('pgflow_table.wake'),
        hashint4(q.queue_id) # (extract(milliseconds from pgflow._now())::integer / 10));
  end if;
end
$$;

-- 30_api/cancel_step_tasks.sql
-- Withdraws the deliveries of tasks, by their keys. One that another transaction holds is skipped:
-- the next claim finds its task cancelled and drops it.
-- Called by orchestration, for runs that end with deliveries outstanding.
create function pgflow_table.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  delete from pgflow_table.deliveries as d
  where d.ctid = any (array(
    select u.ctid
    from unnest(tasks) as t
    join pgflow_table.deliveries as u
      on u.run_id = any (array[t.run_id])
        and u.step_index = t.step_index and u.task_index = t.task_index
    for update of u skip locked));
end
$$;

-- 30_api/complete_step_tasks.sql
-- Settles tasks as completed: [{run_id, step_index, task_index, claim_no, delivery, output}].
-- A late or doubled result answers stale and changes nothing.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_table._settle(results, '[]'))
$$;

-- 30_api/enqueue_step_tasks.sql
-- Makes a delivery for each task, in the order given; a delayed one is not visible before its time.
-- A task that has one already keeps it, with the new time. Wakes each queue's workers once.
-- Called by orchestration.
create function pgflow_table.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_due integer[];
begin
  -- Almost never is there one already, and `on conflict` would cost each row a write of its own.
  begin
    perform pgflow_table._insert_deliveries(tasks);
  exception when unique_violation then
    perform pgflow_table._reschedule(tasks);
  end;

  select array_agg(distinct q.queue_id) into v_due
  from unnest(tasks) as t
  join pgflow_table.queues as q on q.queue = t.queue
  where t.visible_at <= v_now;
  perform pgflow_table._wake(v_due);
end
$$;

-- 30_api/extend_step_tasks.sql
-- A worker's heartbeat: moves the leases of its claims, with core and in the table in one
-- transaction, to lease_seconds from now. Answers ok, stale or cancelled per claim; on the last two
-- the worker aborts the handler. claims: [{run_id, step_index, task_index, claim_no, delivery}],
-- may be empty. Locks tasks, then deliveries.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.extend_step_tasks(
  worker_id uuid,
  claims jsonb,
  lease_seconds integer
) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  perform pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  v_outcomes := array(
    select o from pgflow.extend_step_tasks(
      claims, pgflow._now() + make_interval(secs => lease_seconds)) as o);
  perform pgflow_table._move_deliveries(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;

-- 30_api/fail_step_tasks.sql
-- Settles attempts as failed: [{run_id, step_index, task_index, claim_no, delivery, error}], and
-- answers retry (with the time) or failed. A late or doubled result answers stale.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_table._settle('[]', results))
$$;

-- 30_api/get_run_inputs.sql
-- The inputs of runs that are too large to ride along with each claim.
-- security definer: a worker's role has no right on core.
create function pgflow_table.get_run_inputs(run_ids uuid[])
returns table (run_id uuid, input jsonb)
language sql stable security definer
set search_path = ''
as $$
  select r.run_id, r.input from pgflow.get_run_inputs(run_ids) as r
$$;

-- 30_api/housekeep.sql
-- Housekeeping of orchestration, for workers to call now and then; it is done at most as often as
-- its settings say. Returns what was done, or null.
-- security definer: a worker's role has no right on core.
create function pgflow_table.housekeep() returns jsonb
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.housekeep()
$$;

-- 30_api/prepare_queues.sql
-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_table.prepare_queues(queues text[]) returns void
language sql volatile
set search_path = ''
as $$
  insert into pgflow_table.queues (queue)
  select q from unnest(queues) as q
  where not exists (select from pgflow_table.queues as known where known.queue = q)
  on conflict do nothing
$$;

-- 30_api/read_queued_step_tasks.sql
-- Reads, claims and returns tasks with their inputs in one round trip: up to quantity, from the
-- first of the queues that has any, so that a task that is to run alone comes alone. The lease of
-- each ends at its visible_at. Locks deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.read_queued_step_tasks(
  worker_id uuid,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return query
    select * from unnest(pgflow_table._read_queues(worker_id, queues, quantity, lease_seconds));
end
$$;

-- 30_api/redeliver_step_tasks.sql
-- Makes a delivery for each task that has none, and returns how many.
-- Called by orchestration, for tasks that are long overdue.
create function pgflow_table.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_lost constant pgflow.queued_task[] := array(
    select t from unnest(tasks) as t
    where not exists (
      select from pgflow_table.deliveries as d
      where d.run_id = t.run_id and d.step_index = t.step_index and d.task_index = t.task_index));
begin
  perform pgflow_table.enqueue_step_tasks(v_lost);
  return cardinality(v_lost);
end
$$;

-- 30_api/release_step_tasks.sql
-- Gives back claimed tasks that were not begun; they are visible at once and have spent no attempt.
-- claims: [{run_id, step_index, task_index, claim_no, delivery}]. Locks tasks, then deliveries.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.release_step_tasks(claims) as o);
begin
  perform pgflow_table._wake(pgflow_table._move_deliveries(v_outcomes));
  return query select * from unnest(v_outcomes);
end
$$;

-- 30_api/settle_and_claim.sql
-- A worker's whole loop in one round trip: settles a batch of results, then claims up to quantity
-- tasks of the first queue that has any, the ones that the settle made ready included.
-- Returns {"outcomes": [...], "tasks": [...], "crowded": boolean}; an outcome of plainly completed
-- tasks is left out. crowded: nothing was claimed, since another worker does so at this moment, and
-- what two of them would find in turns one finds for half the trips. It is a worker's sign to come
-- less often; one that brings 32 results or more is never crowded out.
-- The claim comes last, since a claim may hold what a settle waits for, and waits for nothing
-- itself. security definer: a worker's role has no right on core or on the table.
create function pgflow_table.settle_and_claim(
  worker_id uuid,
  completed jsonb,
  failed jsonb,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes json;
  v_tasks json;
  v_crowded boolean := false;
begin
  if jsonb_array_length(completed) + jsonb_array_length(failed) > 0 then
    select json_agg(o) into v_outcomes
    from unnest(pgflow_table._settle(completed, failed)) as o
    where o.outcome <> 'completed';
  end if;
  if quantity > 0 and jsonb_array_length(completed) < 32 then
    v_crowded := not pg_try_advisory_xact_lock(
      hashtext('pgflow_table.claim'), hashtext(queues[1]));
  end if;
  if quantity > 0 and not v_crowded then
    select json_agg(c) into v_tasks
    from unnest(pgflow_table._read_queues(worker_id, queues, quantity, lease_seconds)) as c;
  end if;
  return json_build_object(
    'outcomes', coalesce(v_outcomes, '[]'), 'tasks', coalesce(v_tasks, '[]'),
    'crowded', v_crowded);
end
$$;

-- 30_api/start_step_tasks.sql
-- Claims the tasks of deliveries that a worker was told of in another way, whether or not they are
-- visible. One that does not exist, that another transaction holds, or whose task cannot be started
-- returns no row. Locks deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_deliveries constant pgflow.task_delivery[] := pgflow_table._lease_named(
    deliveries, pgflow._now() + make_interval(secs => lease_seconds));
begin
  if v_deliveries is not null then
    return query select * from unnest(pgflow_table._claim_deliveries(worker_id, v_deliveries));
  end if;
end
$$;

-- 30_api/start_worker.sql
-- A worker says hello and gives its flow definitions; returns their versions with their queues.
-- security definer: a worker's role has no right on core.
create function pgflow_table.start_worker(
  worker_id uuid,
  worker_name text,
  definitions jsonb,
  worker_version text default null,
  lease_seconds integer default 60
) returns setof pgflow.flow_version
language sql volatile security definer
set search_path = ''
as $$
  select *
  from pgflow.start_worker(
    worker_id, worker_name, 'table', definitions, worker_version, lease_seconds)
$$;

-- 30_api/stop_worker.sql
-- A worker says goodbye, with the reason of its end.
-- security definer: a worker's role has no right on core.
create function pgflow_table.stop_worker(worker_id uuid, reason text default 'stopped') returns void
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.stop_worker(worker_id, reason)
$$;

-- 40_single/complete_step_task.sql
-- complete_step_tasks for one result. security definer: as the set form.
create function pgflow_table.complete_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_table.complete_step_tasks(jsonb_build_array(result)) as o
$$;

-- 40_single/enqueue_step_task.sql
-- enqueue_step_tasks for one task.
create function pgflow_table.enqueue_step_task(task pgflow.queued_task) returns void
language sql volatile
set search_path = ''
as $$
  select pgflow_table.enqueue_step_tasks(array[task])
$$;

-- 40_single/fail_step_task.sql
-- fail_step_tasks for one result. security definer: as the set form.
create function pgflow_table.fail_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_table.fail_step_tasks(jsonb_build_array(result)) as o
$$;

-- 40_single/start_step_task.sql
-- start_step_tasks for one delivery. security definer: as the set form.
create function pgflow_table.start_step_task(
  worker_id uuid,
  delivery text,
  lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer
set search_path = ''
as $$
  select * from pgflow_table.start_step_tasks(worker_id, array[delivery], lease_seconds)
$$;

-- 90_grants/revoke.sql
-- A worker's role is granted the schema and the functions of 30_api that say "security definer".
revoke all on all tables in schema pgflow_table from public;
revoke execute on all functions in schema pgflow_table from public;

-- 90_grants/zz_register.sql
select pgflow.register_worker_backend('table', 'pgflow_table', '{"delivery": "pull"}', '1.0');

-- 99_end/settings.sql
reset check_function_bodies;
