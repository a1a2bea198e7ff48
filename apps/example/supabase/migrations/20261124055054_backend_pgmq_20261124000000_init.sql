-- 00_schema/00_pgmq.sql
-- pgmq may stand there already, as an extension or as plain SQL.
do $$
begin
  if to_regproc('pgmq.read_with_poll') is null then
    create extension if not exists pgmq;
  end if;
exception when undefined_file or feature_not_supported or insufficient_privilege then
  raise exception using errcode = 'PF102', message = 'pgmq is not installed', detail = sqlerrm,
    hint = 'Install the extension pgmq (1.5.1 or later), or run its SQL in this database.';
end
$$;

-- 00_schema/00_settings.sql
-- Functions may call what stands in a later file; each body is checked when it first runs, and the
-- tests run them all.
set check_function_bodies = off;

-- 00_schema/pgflow_pgmq.sql
create schema if not exists pgflow_pgmq;
comment on schema pgflow_pgmq is
  'Worker backend on pgmq: one queue per flow version, leases by visibility time.';
revoke all on schema pgflow_pgmq from public;

-- 10_tables/dead_letters.sql
-- Messages that do not name a task. They are taken off their queue, so that they block nothing.
create table pgflow_pgmq.dead_letters (
  dead_letter_id bigint primary key generated always as identity,
  queue text not null,
  msg_id bigint not null,
  message jsonb,
  reason text not null,
  found_at timestamptz not null
);
alter table pgflow_pgmq.dead_letters enable row level security;

-- 10_tables/message.sql
-- What this backend needs of a pgmq message; pgmq's own record differs from version to version.
create type pgflow_pgmq.message as (msg_id bigint, vt timestamptz, message jsonb);

-- 10_tables/queues.sql
-- The queues that prepare_queues made. A worker's calls touch no other queue of pgmq.
create table pgflow_pgmq.queues (queue text primary key);
alter table pgflow_pgmq.queues enable row level security;

-- 10_tables/settings.sql
-- One row. notify: whether enqueueing wakes listening workers; off saves the lock that NOTIFY takes
-- at commit, where workers only poll.
create table pgflow_pgmq.settings (
  only_row boolean primary key default true check (only_row),
  notify boolean not null default true
);
insert into pgflow_pgmq.settings default values;
alter table pgflow_pgmq.settings enable row level security;

-- 20_internal/bury_messages.sql
-- Moves messages that name no task from their queue to the dead letters.
create function pgflow_pgmq._bury_messages(queue text, messages pgflow_pgmq.message[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow_pgmq.dead_letters (queue, msg_id, message, reason, found_at)
  select _bury_messages.queue, m.msg_id, m.message,
    'PF101: the message is not [run_id, step_index, task_index]', pgflow._now()
  from unnest(messages) as m;
  perform pgmq.delete(queue, array(select m.msg_id from unnest(messages) as m));
end
$$;

-- 20_internal/drop_deliveries.sql
-- Deletes deliveries from their queues; a text that is none of ours is passed over. pgmq plans each
-- deletion anew; the switch keeps it from reading a whole queue.
create function pgflow_pgmq._drop_deliveries(deliveries text[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_batch record;
begin
  for v_batch in
    select q.queue, d.msg_ids
    from (
      select pgflow_pgmq._queue_of(d) as queue, array_agg(pgflow_pgmq._msg_id_of(d)) as msg_ids
      from unnest(deliveries) as d
      where pgflow_pgmq._looks_like_delivery(d)
      group by 1
    ) as d
    join pgflow_pgmq.queues as q on q.queue = d.queue
    order by 1
  loop
    perform pgmq.delete(v_batch.queue, v_batch.msg_ids);
  end loop;
end
$$;

-- 20_internal/hide_delivery.sql
-- Hides a delivery until a time.
create function pgflow_pgmq._hide_delivery(delivery text, until timestamptz) returns void
language sql volatile
set search_path = ''
as $$
  select pgmq.set_vt(pgflow_pgmq._queue_of(delivery), pgflow_pgmq._msg_id_of(delivery),
    pgflow_pgmq._seconds_until(until))
$$;

-- 20_internal/is_delivery.sql
-- Whether a text that a worker gave is '<queue>:<msg_id>' of a queue of ours.
create function pgflow_pgmq._is_delivery(delivery text) returns boolean
language sql stable
set search_path = ''
as $$
  select pgflow_pgmq._looks_like_delivery(delivery) and exists (
    select from pgflow_pgmq.queues as q where q.queue = pgflow_pgmq._queue_of(delivery))
$$;

-- 20_internal/looks_like_delivery.sql
-- Whether a text that a worker gave has the form of a delivery, '<queue>:<msg_id>'.
create function pgflow_pgmq._looks_like_delivery(delivery text) returns boolean
language sql immutable parallel safe
return delivery ~ '^[^:]+:[0-9]{1,18}$';

-- 20_internal/msg_id_of.sql
create function pgflow_pgmq._msg_id_of(delivery text) returns bigint
language sql immutable parallel safe
return split_part(delivery, ':', 2)::bigint;

-- 20_internal/names_task.sql
-- Whether a message is [run_id, step_index, task_index]. The lengths within the run_id are those of
-- the first pattern, since counting makes a regular expression slow.
create function pgflow_pgmq._names_task(message jsonb) returns boolean
language sql immutable parallel safe
return message ->> 0 like '________-____-____-____-____________'
  and message::text
    ~ '^\["[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*", [0-9]{1,4}, [0-9]{1,9}\]$';

-- 20_internal/queue_of.sql
-- A delivery is '<queue>:<msg_id>'; no queue's name has a colon.
create function pgflow_pgmq._queue_of(delivery text) returns text
language sql immutable parallel safe
return split_part(delivery, ':', 1);

-- 20_internal/read_queue.sql
-- Reads up to quantity messages of one queue and claims their tasks. Raises PF103 for a queue that
-- is none of ours, since what names no task would be buried. pgmq plans each read anew; the switch
-- keeps it from reading a whole queue where its statistics are old.
create function pgflow_pgmq._read_queue(
  worker_id uuid,
  queue text,
  quantity integer,
  lease_seconds integer
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_messages pgflow_pgmq.message[];
begin
  if not exists (select from pgflow_pgmq.queues as q where q.queue = _read_queue.queue) then
    raise exception using errcode = 'PF103', message = format('there is no queue "%s"', queue),
      hint = 'start_worker tells which queues the flows of a worker have.';
  end if;
  v_messages := array(
    select row(m.msg_id, m.vt, m.message)::pgflow_pgmq.message
    from pgmq.read(queue, lease_seconds, quantity) as m
    order by m.msg_id);
  if cardinality(v_messages) = 0 then
    return '{}';
  end if;
  return pgflow_pgmq._start_messages(worker_id, queue, v_messages);
end
$$;

-- 20_internal/read_queues.sql
-- Claims up to quantity tasks from the first of the queues that has any.
create function pgflow_pgmq._read_queues(
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
    v_claims := pgflow_pgmq._read_queue(worker_id, v_queue, quantity, lease_seconds);
    exit when cardinality(v_claims) > 0;
  end loop;
  return v_claims;
end
$$;

-- 20_internal/seconds_until.sql
-- Whole seconds from now, rounded up, as pgmq takes them: never before the time. By the clock of
-- the server, since pgmq's visibility time goes by it.
create function pgflow_pgmq._seconds_until(at timestamptz) returns integer
language sql volatile
return greatest(0, ceil(extract(epoch from at - clock_timestamp())))::integer;

-- 20_internal/settle.sql
-- Settles results with core, then does the queue's side: the deliveries of completed and failed
-- tasks are deleted, those of tasks to retry are hidden until then, and stale ones are left alone,
-- since they belong to a later claim. Order: core's locks first, deliveries last.
create function pgflow_pgmq._settle(completed jsonb, failed jsonb)
returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_pgmq._drop_deliveries(array(
    select o.delivery from unnest(v_outcomes) as o
    where o.outcome in ('completed', 'failed')));
  if jsonb_array_length(failed) > 0 then
    perform pgflow_pgmq._hide_delivery(o.delivery, o.visible_at)
    from unnest(v_outcomes) as o
    where o.outcome = 'retry' and pgflow_pgmq._is_delivery(o.delivery);
  end if;
  return v_outcomes;
end
$$;

-- 20_internal/start_messages.sql
-- Claims the tasks of messages that were just read, with their visibility time as the lease. Buries
-- what names no task, deletes what is gone, hides what is not claimable now.
create function pgflow_pgmq._start_messages(
  worker_id uuid,
  queue text,
  messages pgflow_pgmq.message[]
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_deliveries pgflow.task_delivery[];
  v_unreadable pgflow_pgmq.message[];
  v_claims pgflow.claimed_task[];
  v_started pgflow.claimed_task[];
begin
  select
    coalesce(array_agg(
      row(queue || ':' || m.msg_id, (m.message ->> 0)::uuid, (m.message ->> 1)::smallint,
        (m.message ->> 2)::integer, m.vt)::pgflow.task_delivery order by m.ordinality)
      filter (where m.names_task), '{}'),
    array_agg(row(m.msg_id, m.vt, m.message)::pgflow_pgmq.message) filter (where not m.names_task)
  into v_deliveries, v_unreadable
  from (
    select *, coalesce(pgflow_pgmq._names_task(u.message), false) as names_task
    from unnest(messages) with ordinality as u
    offset 0
  ) as m;
  if v_unreadable is not null then
    perform pgflow_pgmq._bury_messages(queue, v_unreadable);
  end if;

  v_claims := array(select c from pgflow.start_step_tasks(worker_id, v_deliveries) as c);
  v_started := array(select c from unnest(v_claims) as c where c.outcome = 'started');
  if cardinality(v_started) < cardinality(v_claims) then
    perform pgflow_pgmq._hide_delivery(c.delivery, c.visible_at)
    from unnest(v_claims) as c where c.outcome = 'hidden';
    perform pgflow_pgmq._drop_deliveries(array(
      select c.delivery from unnest(v_claims) as c where c.outcome = 'gone'));
  end if;
  return v_started;
end
$$;

-- 20_internal/wake.sql
-- Wakes the workers that listen for a queue, on the channel pgflow_pgmq:<queue>. A NOTIFY
-- serializes commits, so of the transactions that come here in the same 10 ms one per queue does
-- it. Later ones do not rely on that one: it may stay open, or be rolled back, and then nobody
-- would hear of what was committed meanwhile. Polling is behind it.
create function pgflow_pgmq._wake(queue text) returns void
language sql volatile
set search_path = ''
as $$
  select pg_notify('pgflow_pgmq:' || queue, '')
  from pgflow_pgmq.settings as s
  where s.notify and pg_try_advisory_xact_lock(
    hashtext('pgflow_pgmq.wake'),
    hashtext(queue) # (extract(milliseconds from pgflow._now())::integer / 10))
$$;

-- 30_api/cancel_step_tasks.sql
-- Withdraws the deliveries of tasks. One that another transaction holds is skipped: the next claim
-- finds its task cancelled and drops it. pgmq has no call that finds a message by what it says, so
-- the queue's table is read (and only read) here; it is as long as the queue is deep.
-- Called by orchestration, for runs that end with deliveries outstanding.
create function pgflow_pgmq.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch record;
  v_msg_ids bigint[];
begin
  for v_batch in
    select t.queue, array_agg(jsonb_build_array(t.run_id, t.step_index, t.task_index)) as messages
    from unnest(tasks) as t
    group by t.queue
    order by t.queue
  loop
    execute format(
      'select array(select q.msg_id from pgmq.%I as q
        where q.message = any ($1) for update skip locked)',
      pgmq.format_table_name(v_batch.queue, 'q'))
    into v_msg_ids using v_batch.messages;
    perform pgmq.delete(v_batch.queue, v_msg_ids);
  end loop;
end
$$;

-- 30_api/complete_step_tasks.sql
-- Settles tasks as completed: [{run_id, step_index, task_index, claim_no, delivery, output}].
-- A late or doubled result answers stale and changes nothing.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_pgmq._settle(results, '[]'))
$$;

-- 30_api/enqueue_step_tasks.sql
-- Sends one message per task, which names the task and nothing else; a delayed one is not visible
-- before its time. Wakes each queue's workers once. Called by orchestration.
create function pgflow_pgmq.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_batch record;
begin
  for v_batch in
    select t.queue, greatest(t.visible_at, v_now) as visible_at,
      array_agg(jsonb_build_array(t.run_id, t.step_index, t.task_index) order by t.ordinality)
        as messages
    from unnest(tasks) with ordinality as t
    group by 1, 2
    order by 1, 2
  loop
    perform pgmq.send_batch(v_batch.queue, v_batch.messages, null, v_batch.visible_at);
    if v_batch.visible_at = v_now then
      perform pgflow_pgmq._wake(v_batch.queue);
    end if;
  end loop;
end
$$;

-- 30_api/extend_step_tasks.sql
-- A worker's heartbeat: moves the leases of its claims, with core and on the queue in one
-- transaction, to lease_seconds from now. Answers ok, stale or cancelled per claim; on the last two
-- the worker aborts the handler. claims: [{run_id, step_index, task_index, claim_no, delivery}],
-- may be empty. The message's visibility ends a moment after core's lease, never before it.
-- Locks tasks, then deliveries. security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.extend_step_tasks(
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
      claims, clock_timestamp() + make_interval(secs => lease_seconds)) as o);
  perform pgmq.set_vt(
    pgflow_pgmq._queue_of(o.delivery), pgflow_pgmq._msg_id_of(o.delivery), lease_seconds)
  from unnest(v_outcomes) as o
  where o.visible_at is not null and pgflow_pgmq._is_delivery(o.delivery);
  return query select * from unnest(v_outcomes);
end
$$;

-- 30_api/fail_step_tasks.sql
-- Settles attempts as failed: [{run_id, step_index, task_index, claim_no, delivery, error}], and
-- answers retry (with the time) or failed. A late or doubled result answers stale.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_pgmq._settle('[]', results))
$$;

-- 30_api/get_run_inputs.sql
-- The inputs of runs that are too large to ride along with each claim.
-- security definer: a worker's role has no right on core.
create function pgflow_pgmq.get_run_inputs(run_ids uuid[])
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
create function pgflow_pgmq.housekeep() returns jsonb
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.housekeep()
$$;

-- 30_api/prepare_queues.sql
-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_pgmq.prepare_queues(queues text[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue text;
begin
  foreach v_queue in array queues loop
    insert into pgflow_pgmq.queues values (v_queue) on conflict do nothing;
    if found then
      perform pgmq.create(v_queue);
    end if;
  end loop;
end
$$;

-- 30_api/read_queued_step_tasks.sql
-- Reads, claims and returns tasks with their inputs in one round trip: up to quantity, from the
-- first of the queues that has any, so that a task that is to run alone comes alone. The lease of
-- each ends at its visible_at. Locks deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.read_queued_step_tasks(
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
    select * from unnest(pgflow_pgmq._read_queues(worker_id, queues, quantity, lease_seconds));
end
$$;

-- 30_api/redeliver_step_tasks.sql
-- Sends a message for each task that has none on its queue, and returns how many. As in
-- cancel_step_tasks, the queue's table is read, and only read, since pgmq finds no message by what
-- it says. Called by orchestration, for tasks that are long overdue.
create function pgflow_pgmq.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch record;
  v_lost pgflow.queued_task[];
  v_count integer := 0;
begin
  for v_batch in
    select t.queue, array_agg(t order by t.run_id, t.step_index, t.task_index) as tasks
    from unnest(tasks) as t
    group by t.queue
    order by t.queue
  loop
    execute format(
      'select array(
        select t from unnest($1) as t
        where not exists (
          select from pgmq.%I as q
          where q.message = jsonb_build_array(t.run_id, t.step_index, t.task_index)))',
      pgmq.format_table_name(v_batch.queue, 'q'))
    into v_lost using v_batch.tasks;
    perform pgflow_pgmq.enqueue_step_tasks(v_lost);
    v_count := v_count + cardinality(v_lost);
  end loop;
  return v_count;
end
$$;

-- 30_api/release_step_tasks.sql
-- Gives back claimed tasks that were not begun; they are visible at once and have spent no attempt.
-- claims: [{run_id, step_index, task_index, claim_no, delivery}].
-- Locks tasks, then deliveries. security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  v_outcomes := array(select o from pgflow.release_step_tasks(claims) as o);
  perform pgmq.set_vt(pgflow_pgmq._queue_of(o.delivery), pgflow_pgmq._msg_id_of(o.delivery), 0)
  from unnest(v_outcomes) as o
  where o.outcome = 'ok' and pgflow_pgmq._is_delivery(o.delivery);
  perform pgflow_pgmq._wake(q.queue)
  from (
    select distinct pgflow_pgmq._queue_of(o.delivery) as queue
    from unnest(v_outcomes) as o where o.outcome = 'ok'
  ) as q;
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
-- itself. security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.settle_and_claim(
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
    from unnest(pgflow_pgmq._settle(completed, failed)) as o
    where o.outcome <> 'completed';
  end if;
  if quantity > 0 and jsonb_array_length(completed) < 32 then
    v_crowded := not pg_try_advisory_xact_lock(
      hashtext('pgflow_pgmq.claim'), hashtext(queues[1]));
  end if;
  if quantity > 0 and not v_crowded then
    select json_agg(c) into v_tasks
    from unnest(pgflow_pgmq._read_queues(worker_id, queues, quantity, lease_seconds)) as c;
  end if;
  return json_build_object(
    'outcomes', coalesce(v_outcomes, '[]'), 'tasks', coalesce(v_tasks, '[]'),
    'crowded', v_crowded);
end
$$;

-- 30_api/start_step_tasks.sql
-- Claims the tasks of deliveries that a worker was told of in another way, whether or not they are
-- visible; they are taken in one order, so that two such calls cannot deadlock. A delivery that
-- does not exist, or whose task cannot be started, returns no row.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_batch record;
begin
  for v_batch in
    select pgflow_pgmq._queue_of(d) as queue,
      array_agg(row(m.msg_id, m.vt, m.message)::pgflow_pgmq.message order by m.msg_id) as messages
    from (
      select d from unnest(deliveries) as d where pgflow_pgmq._is_delivery(d) order by d
    ) as o (d)
    cross join lateral pgmq.set_vt(
      pgflow_pgmq._queue_of(d), pgflow_pgmq._msg_id_of(d), lease_seconds) as m
    group by 1
    order by 1
  loop
    return query
      select * from unnest(
        pgflow_pgmq._start_messages(worker_id, v_batch.queue, v_batch.messages));
  end loop;
end
$$;

-- 30_api/start_worker.sql
-- A worker says hello and gives its flow definitions; returns their versions with their queues.
-- security definer: a worker's role has no right on core.
create function pgflow_pgmq.start_worker(
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
    worker_id, worker_name, 'pgmq', definitions, worker_version, lease_seconds)
$$;

-- 30_api/stop_worker.sql
-- A worker says goodbye, with the reason of its end.
-- security definer: a worker's role has no right on core.
create function pgflow_pgmq.stop_worker(worker_id uuid, reason text default 'stopped') returns void
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.stop_worker(worker_id, reason)
$$;

-- 40_single/complete_step_task.sql
-- complete_step_tasks for one result. security definer: as the set form.
create function pgflow_pgmq.complete_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_pgmq.complete_step_tasks(jsonb_build_array(result)) as o
$$;

-- 40_single/enqueue_step_task.sql
-- enqueue_step_tasks for one task.
create function pgflow_pgmq.enqueue_step_task(task pgflow.queued_task) returns void
language sql volatile
set search_path = ''
as $$
  select pgflow_pgmq.enqueue_step_tasks(array[task])
$$;

-- 40_single/fail_step_task.sql
-- fail_step_tasks for one result. security definer: as the set form.
create function pgflow_pgmq.fail_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_pgmq.fail_step_tasks(jsonb_build_array(result)) as o
$$;

-- 40_single/start_step_task.sql
-- start_step_tasks for one delivery. security definer: as the set form.
create function pgflow_pgmq.start_step_task(
  worker_id uuid,
  delivery text,
  lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer
set search_path = ''
as $$
  select * from pgflow_pgmq.start_step_tasks(worker_id, array[delivery], lease_seconds)
$$;

-- 90_grants/revoke.sql
-- A worker's role is granted the schema and the functions of 30_api that say "security definer".
revoke all on all tables in schema pgflow_pgmq from public;
revoke execute on all functions in schema pgflow_pgmq from public;

-- 90_grants/zz_register.sql
select pgflow.register_worker_backend('pgmq', 'pgflow_pgmq', '{"delivery": "pull"}', '1.0');

-- 99_end/settings.sql
reset check_function_bodies;
