-- 00_schema/00_settings.sql
-- Functions may call what stands in a later file; each body is checked when it first runs, and the
-- tests run them all.
set check_function_bodies = off;

-- 00_schema/pgflow_http.sql
create schema if not exists pgflow_http;
comment on schema pgflow_http is
  'Worker backend that sends tasks to functions by HTTP; its deliveries are an outbox.';
revoke all on schema pgflow_http from public;

-- 10_tables/00_settings.sql
-- One row. transport: what makes the HTTP calls; auto is pg_net where this database has it, and the
-- dispatcher elsewhere. notify: whether enqueueing wakes the dispatcher; off saves the lock that
-- NOTIFY takes at commit, and the dispatcher looks once a second.
create table pgflow_http.settings (
  only_row boolean primary key default true check (only_row),
  transport text not null default 'auto' check (transport in ('auto', 'pg_net', 'dispatcher')),
  notify boolean not null default true
);
insert into pgflow_http.settings default values;
alter table pgflow_http.settings enable row level security;

-- 10_tables/announcements.sql
-- What a transaction has to say when it commits: that there may be something to send on a queue. A
-- row lives as long as its transaction, whose key keeps it apart from all others; the trigger at
-- the commit takes all rows of it. So nothing is sent, locked or notified in a transaction of which
-- nobody knows how long it stays open.
create unlogged table pgflow_http.announcements (
  xact xid8 not null default pg_current_xact_id(),
  queue_id integer not null,
  primary key (xact, queue_id)
) with (
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);
alter table pgflow_http.announcements enable row level security;

-- 10_tables/calls.sql
-- Calls that the dispatcher is to make: what pg_net's request queue is elsewhere. A hint to
-- deliver, so it may be lost in a crash; the deliveries are the truth.
-- Their numbers are negative, so that they are none of pg_net's, and outlast a crash.
create sequence pgflow_http.call_ids increment by -1;
create unlogged table pgflow_http.calls (
  call_id bigint primary key default nextval('pgflow_http.call_ids'),
  url text not null,
  secret_name text not null,
  timeout_ms integer not null,
  body text not null
);
alter table pgflow_http.calls enable row level security;

-- 10_tables/deliveries.sql
-- The outbox. A row is the delivery of a task that is with the backend; the key is the task, so it
-- has at most one, and one that names no task cannot exist. It is in one of three states:
--   waiting   call_id null                  to be sent, not before due_at
--   sent      call_id set, not started      a function was called, which has until visible_at
--   started   call_id set, started          a worker has it until visible_at, the end of its lease
-- call_id: of the call that brought it; 0 for a worker that was told of it in another way. A
-- started one that is waiting again (its lease ran out) stays marked: it is sent alone.
-- Waiting rows are found by the one index, those of a call by the other; a start and an extended
-- lease move neither, so their writes stay within the page (half of which is left for that).
-- No foreign key to queues: each insert would lock the same row.
create table pgflow_http.deliveries (
  run_id uuid not null,
  due_at timestamptz not null,
  visible_at timestamptz not null,
  call_id bigint,
  queue_id integer not null,
  task_index integer not null,
  step_index smallint not null,
  started boolean not null default false,
  primary key (run_id, step_index, task_index)
) with (
  fillfactor = 50,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);
create index deliveries_waiting_idx on pgflow_http.deliveries (queue_id, due_at)
where call_id is null;
create index deliveries_call_idx on pgflow_http.deliveries (queue_id, call_id)
where call_id is not null;
alter table pgflow_http.deliveries enable row level security;

-- 10_tables/endpoints.sql
-- Where the functions are: the only addresses that are ever called. Of backend http a flow's tasks
-- are sent there; a function whose worker fetches its tasks (another backend) is woken there when
-- work waits and no worker lives. Written by set_endpoint, which says what the options mean.
-- paused_until: no call before. failures: how many calls in a row failed, or woke nobody; each one
-- makes the pause after it longer. last_error: of the last such call, for people.
create table pgflow_http.endpoints (
  flow_slug pgflow.slug not null,
  backend pgflow.slug not null default 'http',
  url text not null,
  secret_name text not null,
  timeout_ms integer not null,
  start_timeout_ms integer not null,
  batch_size integer not null,
  max_calls integer not null,
  failures integer not null default 0,
  paused_until timestamptz not null default '-infinity',
  last_error text,
  primary key (flow_slug, backend)
);
alter table pgflow_http.endpoints enable row level security;

-- 10_tables/queues.sql
-- The queues that prepare_queues made, one per flow version; deliveries carry the number.
-- refusals: how many calls in a row found a function that does not serve this version; the next one
-- is made after paused_until.
create table pgflow_http.queues (
  queue_id integer primary key generated always as identity,
  queue text not null unique,
  flow_slug pgflow.slug not null,
  refusals integer not null default 0,
  paused_until timestamptz not null default '-infinity'
);
create index queues_flow_idx on pgflow_http.queues (flow_slug);
alter table pgflow_http.queues enable row level security;

-- 20_internal/announce.sql
-- There may be something to send on these queues: it is sent when this transaction commits.
create function pgflow_http._announce(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
begin
  if coalesce(cardinality(queue_ids), 0) > 0 then
    insert into pgflow_http.announcements (queue_id)
    select q.queue_id
    from unnest(queue_ids) as q (queue_id)
    where exists (
      select from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at <= pgflow._now())
    on conflict do nothing;
  end if;
end
$$;

-- 20_internal/apply_outcomes.sql
-- The outbox's side of core's answers: deliveries of tasks that are done are removed, those that
-- are to come again wait. Returns the queues on which there may be something to send now.
create function pgflow_http._apply_outcomes(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue_ids integer[] := pgflow_http._drop_deliveries(outcomes);
begin
  -- Most batches have none.
  if exists (
    select from unnest(outcomes) as o where o.outcome in ('retry', 'ok', 'hidden')
  ) then
    v_queue_ids := v_queue_ids || pgflow_http._requeue(outcomes);
  end if;
  return v_queue_ids;
end
$$;

-- 20_internal/as_delivery.sql
-- A delivery as core takes it; its text is '<run_id>/<step_index>/<task_index>'.
create function pgflow_http._as_delivery(
  delivery pgflow_http.deliveries,
  visible_at timestamptz
) returns pgflow.task_delivery
language sql immutable parallel safe
return row(
  delivery.run_id || '/' || delivery.step_index || '/' || delivery.task_index,
  delivery.run_id, delivery.step_index, delivery.task_index, visible_at
)::pgflow.task_delivery;

-- 20_internal/at_commit.sql
-- Sends what this transaction has announced, or wakes the dispatcher. A NOTIFY serializes commits,
-- so of the transactions that commit in the same 10 ms one does it; the dispatcher looks more than
-- once after a wake-up.
create function pgflow_http._at_commit() returns trigger
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_queue_ids integer[];
begin
  with announced as (
    delete from pgflow_http.announcements as a
    where a.xact = pg_current_xact_id()
    returning a.queue_id
  )
  select array_agg(a.queue_id) into v_queue_ids from announced as a;
  if v_queue_ids is null then
    return null;
  end if;

  if pgflow_http._transport() = 'pg_net' then
    perform pgflow_http._send(v_queue_ids, 1000);
  elsif (select s.notify from pgflow_http.settings as s)
    and pg_try_advisory_xact_lock(hashtext('pgflow_http.notify'),
      extract(milliseconds from clock_timestamp())::integer / 10)
  then
    perform pg_notify('pgflow_http:dispatch', '');
  end if;
  return null;
end
$$;

-- 20_internal/at_commit_trigger.sql
create constraint trigger at_commit after insert on pgflow_http.announcements
deferrable initially deferred
for each row execute function pgflow_http._at_commit();

-- 20_internal/claim_deliveries.sql
-- Claims the tasks of deliveries that the caller holds, and notes in the outbox what became of
-- them: started, to be removed, or to wait again.
create function pgflow_http._claim_deliveries(
  worker_id uuid,
  deliveries pgflow.task_delivery[]
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_claims constant pgflow.claimed_task[] :=
    array(select c from pgflow.start_step_tasks(worker_id, deliveries) as c);
  v_started constant pgflow.claimed_task[] :=
    array(select c from unnest(v_claims) as c where c.outcome = 'started');
  v_rest constant pgflow.task_outcome[] := array(
    select row(c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome,
      c.visible_at)::pgflow.task_outcome
    from unnest(v_claims) as c
    where c.outcome <> 'started');
  v_queue_ids integer[];
begin
  with started as (
    update pgflow_http.deliveries as d
    set visible_at = c.visible_at, started = true, call_id = coalesce(d.call_id, 0)
    from unnest(v_started) as c
    where d.run_id = any (array[c.run_id])
      and d.step_index = c.step_index and d.task_index = c.task_index
    returning d.queue_id
  )
  select array_agg(distinct s.queue_id) into v_queue_ids from started as s;
  perform pgflow_http._end_pause(v_queue_ids);
  if cardinality(v_rest) > 0 then
    perform pgflow_http._announce(pgflow_http._apply_outcomes(v_rest));
  end if;
  return v_started;
end
$$;

-- 20_internal/drop_deliveries.sql
-- Deletes the deliveries of settled and unknown tasks. Stale results are passed over: the delivery
-- belongs to a later claim. Returns the queues that have room for a call now, since all tasks of
-- one are done.
create function pgflow_http._drop_deliveries(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_calls jsonb;
begin
  with dropped as (
    delete from pgflow_http.deliveries as d
    using unnest(outcomes) as o
    where o.outcome in ('completed', 'failed', 'gone')
      and d.run_id = any (array[o.run_id])
      and d.step_index = o.step_index and d.task_index = o.task_index
    returning d.queue_id, d.call_id
  )
  select jsonb_agg(distinct jsonb_build_object('queue_id', x.queue_id, 'call_id', x.call_id))
  into v_calls
  from dropped as x;

  return array(
    select distinct c.queue_id
    from jsonb_to_recordset(v_calls) as c (queue_id integer, call_id bigint)
    where not exists (
      select from pgflow_http.deliveries as d
      where d.queue_id = c.queue_id and d.call_id = c.call_id));
end
$$;

-- 20_internal/end_calls.sql
-- Ends calls by their answers: [{call_id, status, body, retry_after, error}]. Only tasks that no
-- worker has started are concerned; an accepted call says nothing new. Returns how many tasks
-- failed to start. One transaction at a time: another one that ends the same call has to find it
-- ended. What another transaction holds is left, until it is overdue.
create function pgflow_http._end_calls(answers jsonb) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ended jsonb;
  v_failed integer;
begin
  select jsonb_agg(jsonb_build_object('call_id', a.call_id, 'outcome', r.outcome,
    'reason', r.reason, 'wait_seconds', r.wait_seconds))
  into v_ended
  from jsonb_to_recordset(answers) as a (
    call_id bigint, status integer, body text, retry_after text, error text)
  cross join lateral pgflow_http._read_answer(a.status, a.body, a.retry_after, a.error) as r
  where r.outcome <> 'accepted';
  if v_ended is null then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtext('pgflow_http.end_calls'), 0);
  v_failed := pgflow_http._fail_starts(v_ended);
  perform pgflow_http._put_off(v_ended);
  return v_failed;
end
$$;

-- 20_internal/end_pause.sql
-- A worker has started tasks of these queues: what paused them, or their endpoints, is over. Waits
-- for nobody, as it is part of a claim.
create function pgflow_http._end_pause(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow_http.endpoints as e
  set failures = 0, paused_until = '-infinity', last_error = null
  where e.ctid in (
    select u.ctid
    from pgflow_http.queues as q
    join pgflow_http.endpoints as u on u.flow_slug = q.flow_slug and u.backend = 'http'
    where q.queue_id = any (queue_ids)
      and u.last_error is not null and (u.failures > 0 or u.paused_until <= pgflow._now())
    for no key update of u skip locked);
  update pgflow_http.queues as q
  set refusals = 0, paused_until = '-infinity'
  where q.ctid in (
    select u.ctid from pgflow_http.queues as u
    where u.queue_id = any (queue_ids) and u.refusals > 0
    for no key update skip locked);
end
$$;

-- 20_internal/fail_starts.sql
-- Settles the tasks of calls that failed as attempts that failed, with core, and has those wait
-- that have attempts left; their endpoints pause. ended: [{call_id, outcome, reason}]; all but
-- failed ones are passed over. Returns how many tasks there were. Locks runs that are free, their
-- tasks, deliveries, then endpoints that are free.
create function pgflow_http._fail_starts(ended jsonb) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unstarted jsonb;
  v_outcomes pgflow.task_outcome[];
begin
  select jsonb_agg(jsonb_build_object('queue_id', u.queue_id, 'reason', e.reason,
    'delivery', (pgflow_http._as_delivery(u, null)).delivery, 'run_id', u.run_id,
    'step_index', u.step_index, 'task_index', u.task_index, 'error', jsonb_build_object(
      'code', 'PF110', 'message', 'the function did not start the task: ' || e.reason)))
  into v_unstarted
  from jsonb_to_recordset(ended) as e (call_id bigint, outcome text, reason text)
  cross join lateral pgflow_http._unstarted(e.call_id) as u
  where e.outcome = 'failed';
  if v_unstarted is null then
    return 0;
  end if;

  v_outcomes := array(select o from pgflow.fail_unstarted_step_tasks(v_unstarted) as o);
  perform pgflow_http._apply_outcomes(v_outcomes);
  perform pgflow_http._pause(f.flow_slug, 'http', f.reason)
  from (
    select q.flow_slug, min(u.reason) as reason
    from jsonb_to_recordset(v_unstarted) as u (queue_id integer, reason text)
    join pgflow_http.queues as q on q.queue_id = u.queue_id
    group by q.flow_slug
  ) as f;
  return cardinality(v_outcomes);
end
$$;

-- 20_internal/hmac_sha256.sql
-- HMAC-SHA-256 (RFC 2104): Postgres has the hash alone.
create function pgflow_http._hmac_sha256(key bytea, message bytea) returns bytea
language plpgsql immutable
set search_path = ''
as $$
declare
  v_key constant bytea := case when length(key) > 64 then sha256(key) else key end;
  v_inner bytea := v_key || decode(repeat('00', 64 - length(v_key)), 'hex');
  v_outer bytea := v_inner;
begin
  for i in 0..63 loop
    v_outer := set_byte(v_outer, i, get_byte(v_inner, i) # 92);
    v_inner := set_byte(v_inner, i, get_byte(v_inner, i) # 54);
  end loop;
  return sha256(v_outer || sha256(v_inner || message));
end
$$;

-- 20_internal/insert_deliveries.sql
-- Makes a waiting delivery for each task, in the order given. Raises unique_violation for a task
-- that has one, and not_null_violation for an unknown queue, which has no number.
create function pgflow_http._insert_deliveries(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow_http.deliveries
    (queue_id, run_id, step_index, task_index, due_at, visible_at)
  select q.queue_id, t.run_id, t.step_index, t.task_index, t.visible_at, t.visible_at
  from unnest(tasks) with ordinality as t
  left join pgflow_http.queues as q on q.queue = t.queue
  order by t.ordinality;
end
$$;

-- 20_internal/keys_of.sql
-- The keys of the tasks that deliveries bring, in the order of the keys, each once; a text that is
-- none of ours is passed over. The lengths within the run_id are those of the pattern of `like`,
-- since counting makes a regular expression slow.
create function pgflow_http._keys_of(deliveries text[])
returns table (run_id uuid, step_index smallint, task_index integer)
language sql immutable
set search_path = ''
as $$
  select distinct split_part(d, '/', 1)::uuid, split_part(d, '/', 2)::smallint,
    split_part(d, '/', 3)::integer
  from unnest(deliveries) as d
  where split_part(d, '/', 1) like '________-____-____-____-____________'
    and d ~ '^[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*/[0-9]{1,4}/[0-9]{1,9}$'
  order by 1, 2, 3
$$;

-- 20_internal/lock_named.sql
-- Locks the deliveries of these texts and returns them as core takes them, with the end of the
-- lease. Skips what others hold.
create function pgflow_http._lock_named(deliveries text[], until timestamptz)
returns pgflow.task_delivery[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return array(
    select pgflow_http._as_delivery(d, until)
    from pgflow_http._keys_of(deliveries) as k
    join pgflow_http.deliveries as d
      on d.run_id = any (array[k.run_id])
        and d.step_index = k.step_index and d.task_index = k.task_index
    for no key update of d skip locked);
end
$$;

-- 20_internal/mark_sent.sql
-- Notes that deliveries, which the caller holds, are with a call until a time.
create function pgflow_http._mark_sent(
  batch pgflow_http.deliveries[],
  call_id bigint,
  until timestamptz
) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update pgflow_http.deliveries as d
  set call_id = _mark_sent.call_id, visible_at = until, started = false
  from unnest(batch) as b
  where d.run_id = any (array[b.run_id])
    and d.step_index = b.step_index and d.task_index = b.task_index;
end
$$;

-- 20_internal/net_answers.sql
-- The answers that pg_net has for calls whose tasks nobody has started; none where there is no
-- pg_net, or its table may not be read.
create function pgflow_http._net_answers() returns jsonb
language plpgsql stable
set search_path = '' set enable_seqscan = off
as $$
declare
  v_answers jsonb;
begin
  if pgflow_http._transport() <> 'pg_net'
    or to_regclass('net._http_response') is null
    or not has_table_privilege('net._http_response', 'select')
  then
    return '[]';
  end if;
  execute $query$
    select jsonb_agg(jsonb_build_object('call_id', r.id, 'status', r.status_code,
      'body', left(r.content, 1000), 'error', r.error_msg,
      'retry_after', (select h.value from jsonb_each_text(r.headers) as h
        where lower(h.key) = 'retry-after' limit 1)))
    from net._http_response as r
    where r.id = any (array(
      select distinct d.call_id from pgflow_http.deliveries as d
      where d.call_id is not null and not d.started))
  $query$ into v_answers;
  return coalesce(v_answers, '[]');
end
$$;

-- 20_internal/next_look.sql
-- In how many ms the dispatcher should look again, if nothing happens before: when the next task is
-- due; after a second while there is anything that can become stale, or a worker to wake; after
-- 15 seconds otherwise.
create function pgflow_http._next_look() returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_next_due constant timestamptz := (
    select min(next.due_at)
    from pgflow_http.queues as q
    cross join lateral (
      select d.due_at from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at > v_now
      order by d.due_at
      limit 1) as next);
begin
  if exists (select from pgflow_http.deliveries)
    or exists (select from pgflow_http.endpoints as e where e.backend <> 'http')
  then
    return least(1000, ceil(extract(epoch from v_next_due - v_now) * 1000));
  end if;
  return 15000;
end
$$;

-- 20_internal/overdue_calls.sql
-- The calls whose tasks were not all started in time, as answers.
create function pgflow_http._overdue_calls() returns jsonb
language plpgsql stable
set search_path = '' set enable_seqscan = off
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('call_id', o.call_id,
      'error', 'no worker has started it in time')), '[]')
    from (
      select distinct d.call_id
      from pgflow_http.deliveries as d
      where d.call_id is not null and not d.started and d.visible_at <= pgflow._now()
    ) as o);
end
$$;

-- 20_internal/pause.sql
-- A call to an endpoint failed: the next one comes after a pause. Where another transaction holds
-- the endpoint, it does not pause.
create function pgflow_http._pause(flow_slug text, backend text, error text) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow_http.endpoints as e
  set failures = e.failures + 1, last_error = _pause.error,
    paused_until = pgflow._now() + pgflow_http._pause_after(e.failures)
  where e.ctid in (
    select u.ctid from pgflow_http.endpoints as u
    where u.flow_slug = _pause.flow_slug and u.backend = _pause.backend
    for no key update skip locked)
$$;

-- 20_internal/pause_after.sql
-- How long an endpoint pauses after so many failed calls before this one: a second at first and
-- twice as long each time, a minute at most.
create function pgflow_http._pause_after(failures integer) returns interval
language sql immutable parallel safe
return make_interval(secs => least(2 ^ least(failures, 6), 60));

-- 20_internal/put_off.sql
-- Has the tasks of calls wait that a function put off (later), or that it does not serve
-- (not_served), and with them what else waits for it: an endpoint for as long as it asked, a queue
-- from 5 seconds on, twice as long each time, 5 minutes at most. ended: [{call_id, outcome,
-- wait_seconds}]; others are passed over.
create function pgflow_http._put_off(ended jsonb) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_call record;
begin
  for v_call in
    select e.call_id, e.outcome, e.reason, q.flow_slug, u.queue_id,
      v_now + make_interval(secs => case e.outcome
        when 'later' then e.wait_seconds
        else least(5 * 2 ^ least(q.refusals, 6), 300)
      end) as until
    from jsonb_to_recordset(ended) as e (
      call_id bigint, outcome text, reason text, wait_seconds integer)
    cross join lateral (
      select d.queue_id from pgflow_http._unstarted(e.call_id) as d limit 1) as u
    join pgflow_http.queues as q on q.queue_id = u.queue_id
    where e.outcome in ('later', 'not_served')
    order by u.queue_id
  loop
    update pgflow_http.deliveries as d
    set call_id = null, visible_at = v_call.until, due_at = v_call.until
    where d.ctid = any (array(
      select u.ctid from pgflow_http.deliveries as u
      where u.queue_id = v_call.queue_id and u.call_id = v_call.call_id and not u.started
      for no key update skip locked));
    if v_call.outcome = 'later' then
      update pgflow_http.endpoints as e
      set paused_until = greatest(e.paused_until, v_call.until), last_error = v_call.reason
      where e.ctid = any (array(
        select u.ctid from pgflow_http.endpoints as u
        where u.flow_slug = v_call.flow_slug and u.backend = 'http'
        for no key update skip locked));
    else
      update pgflow_http.queues as q
      set refusals = q.refusals + 1, paused_until = v_call.until
      where q.ctid = any (array(
        select u.ctid from pgflow_http.queues as u
        where u.queue_id = v_call.queue_id and u.paused_until <= v_now
        for no key update skip locked));
    end if;
  end loop;
end
$$;

-- 20_internal/read_answer.sql
-- What the answer to a call means for its tasks:
--   accepted    the function has them; if it does not start them in time, that is another matter
--   later       they are to be brought again, and no attempt is spent
--   not_served  the function serves another version of their flow; no attempt is spent
--   failed      the call was an attempt that failed, for `reason`
-- Without a status, a retry_after is that of the dispatcher, which cannot make the call now.
-- status and body are null where there was no answer, for which `error` is the reason. A body that
-- is no answer of a worker's says that somebody else answered. wait_seconds: what retry-after asked
-- for, an hour at most.
create function pgflow_http._read_answer(
  status integer,
  body text,
  retry_after text,
  error text,
  out outcome text,
  out reason text,
  out wait_seconds integer
)
language sql immutable
set search_path = ''
as $$
  select
    case
      when status between 200 and 299 and body ~ '^\s*\{\s*"accepted"' then 'accepted'
      when status = 429 or coalesce(status, 503) = 503 and retry_after is not null then 'later'
      when status = 409 and body ~ '"PF362"' then 'not_served'
      else 'failed'
    end,
    case
      when status between 200 and 299 and body ~ '^\s*\{\s*"accepted"' then null
      when error is not null then error
      when status is null then 'there was no answer'
      when status between 200 and 299 then
        format('it answered %s, but not as a worker does', status)
      when status between 300 and 399 then
        format('it answered %s, and redirects are not followed', status)
      else format('it answered %s', status)
        || coalesce(' with ' || substring(body from '"(PF[0-9]{3})"'), '')
    end,
    case
      when retry_after ~ '^\s*[0-9]{1,9}\s*$' then least(greatest(retry_after::integer, 1), 3600)
      else 5
    end
$$;

-- 20_internal/requeue.sql
-- Has deliveries wait again, until the times in core's answers: of a retry, a released claim, or
-- what could not be started and is in nobody's hands. Returns their queues.
create function pgflow_http._requeue(outcomes pgflow.task_outcome[]) returns integer[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_queue_ids integer[];
begin
  with requeued as (
    update pgflow_http.deliveries as d
    set visible_at = o.visible_at, due_at = o.visible_at, call_id = null, started = false
    from unnest(outcomes) as o
    where (o.outcome in ('retry', 'ok') or o.outcome = 'hidden' and not d.started)
      and o.visible_at is not null
      and d.run_id = any (array[o.run_id])
      and d.step_index = o.step_index and d.task_index = o.task_index
    returning d.queue_id
  )
  select array_agg(distinct r.queue_id) into v_queue_ids from requeued as r;
  return v_queue_ids;
end
$$;

-- 20_internal/requeue_lapsed.sql
-- Has the deliveries wait again whose lease ran out; they stay marked as started, to be sent alone.
-- Skips what others hold.
create function pgflow_http._requeue_lapsed() returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_count integer;
begin
  update pgflow_http.deliveries as d
  set call_id = null, due_at = d.visible_at
  where d.ctid = any (array(
    select u.ctid
    from pgflow_http.deliveries as u
    where u.call_id is not null and u.started and u.visible_at <= pgflow._now()
    for no key update skip locked));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- 20_internal/reschedule.sql
-- Has the deliveries of tasks wait for the time of the tasks, and makes those that are not there:
-- of tasks enqueued again, whose old delivery was not removed because a claim held it.
create function pgflow_http._reschedule(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_task pgflow.queued_task;
begin
  foreach v_task in array tasks loop
    update pgflow_http.deliveries as d
    set visible_at = v_task.visible_at, due_at = v_task.visible_at, call_id = null, started = false
    where d.run_id = v_task.run_id
      and d.step_index = v_task.step_index and d.task_index = v_task.task_index;
    if not found then
      perform pgflow_http._insert_deliveries(array[v_task]);
    end if;
  end loop;
end
$$;

-- 20_internal/room.sql
-- How many more calls an endpoint may be in. A call is in flight until each of its tasks is
-- settled, or its time has passed: what a function does after it has answered counts too. While its
-- calls fail, an endpoint gets one at a time, until the tasks of that one are started.
create function pgflow_http._room(endpoint pgflow_http.endpoints) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return (
    select least(
      endpoint.max_calls - count(distinct d.call_id),
      case when endpoint.failures > 0
        then 1 - count(distinct d.call_id) filter (where not d.started) end)
    from pgflow_http.queues as q
    join pgflow_http.deliveries as d on d.queue_id = q.queue_id
    where q.flow_slug = endpoint.flow_slug
      and d.call_id is not null and d.visible_at > pgflow._now());
end
$$;

-- 20_internal/secret.sql
-- A secret by its name, from Vault. Raises PF112 where it is not there. Nothing stores or tells it.
create function pgflow_http._secret(secret_name text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_secret text;
begin
  if to_regclass('vault.decrypted_secrets') is not null then
    execute 'select s.decrypted_secret from vault.decrypted_secrets as s where s.name = $1'
    into v_secret using secret_name;
  end if;
  if v_secret is null then
    raise exception using errcode = 'PF112',
      message = format('there is no secret "%s" in Vault', secret_name),
      hint = 'vault.create_secret(secret, name) stores one. Without Vault, use the dispatcher.';
  end if;
  return v_secret;
end
$$;

-- 20_internal/send.sql
-- Makes up to `most` calls for what waits on queues (null: on all), as far as the endpoints have
-- room for calls, and returns how many. To an endpoint that another transaction sends to at this
-- moment it makes one at most: what that one sees may be less. For transactions that commit next.
create function pgflow_http._send(queue_ids integer[], most integer) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_target record;
  v_room integer;
  v_sent integer := 0;
begin
  for v_target in
    select e as endpoint, q as queue
    from pgflow_http.queues as q
    join pgflow_http.endpoints as e on e.flow_slug = q.flow_slug and e.backend = 'http'
    cross join lateral (
      select d.due_at from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at <= v_now
      order by d.due_at
      limit 1) as oldest
    where (queue_ids is null or q.queue_id = any (queue_ids))
      and e.paused_until <= v_now and q.paused_until <= v_now
    order by oldest.due_at
  loop
    v_room := least(
      most - v_sent,
      case when pg_try_advisory_xact_lock(
        hashtext('pgflow_http.send'), hashtext((v_target.endpoint).flow_slug)) then most else 1 end,
      pgflow_http._room(v_target.endpoint));
    while v_room > 0 and pgflow_http._send_batch(v_target.endpoint, v_target.queue) loop
      v_room := v_room - 1;
      v_sent := v_sent + 1;
    end loop;
  end loop;
  return v_sent;
end
$$;

-- 20_internal/send_batch.sql
-- Calls an endpoint's function for the next batch of a queue. Returns false when nothing waits, or
-- the call cannot be made: then the endpoint pauses.
create function pgflow_http._send_batch(
  endpoint pgflow_http.endpoints,
  queue pgflow_http.queues
) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch constant pgflow_http.deliveries[] :=
    pgflow_http._take_batch(queue.queue_id, endpoint.batch_size);
  v_until constant timestamptz :=
    pgflow._now() + make_interval(secs => endpoint.start_timeout_ms / 1000.0);
begin
  if cardinality(v_batch) = 0 then
    return false;
  end if;
  perform pgflow_http._mark_sent(
    v_batch,
    pgflow_http.call_edgefn(endpoint.url, jsonb_build_object(
      'queue', queue.queue,
      'deliveries', (
        select jsonb_agg((pgflow_http._as_delivery(b, v_until)).delivery)
        from unnest(v_batch) as b))),
    v_until);
  return true;
exception when others then
  perform pgflow_http._pause(
    endpoint.flow_slug, endpoint.backend, format('%s (%s)', sqlerrm, sqlstate));
  return false;
end
$$;

-- 20_internal/settle.sql
-- Settles results with core, then does the outbox's side: the deliveries of completed and failed
-- tasks are deleted, those of tasks to retry wait until then. Where that makes room for a call, it
-- is made. Order: core's locks first, deliveries last.
create function pgflow_http._settle(completed jsonb, failed jsonb) returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.settle_step_tasks(completed, failed) as o);
begin
  perform pgflow_http._announce(pgflow_http._apply_outcomes(v_outcomes));
  return v_outcomes;
end
$$;

-- 20_internal/signature.sql
-- The signature header of a body, as a worker checks it:
-- 't=<unix time>,v1=<hmac of "<t>.<body>">'.
-- No statement of it has the secret as a parameter, which a log of statements might show.
create function pgflow_http._signature(secret text, body text) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_at constant text := floor(extract(epoch from pgflow._now()))::bigint;
begin
  return 't=' || v_at || ',v1=' || encode(
    pgflow_http._hmac_sha256(
      convert_to(secret, 'UTF8'), convert_to(v_at || '.' || body, 'UTF8')),
    'hex');
end
$$;

-- 20_internal/take_batch.sql
-- Locks the deliveries of a queue that wait longest, up to `quantity`. One whose lease ran out may
-- have killed its worker, so it comes alone. Skips what others hold.
create function pgflow_http._take_batch(queue_id integer, quantity integer)
returns pgflow_http.deliveries[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_batch constant pgflow_http.deliveries[] := array(
    select d
    from pgflow_http.deliveries as d
    where d.queue_id = _take_batch.queue_id and d.call_id is null and d.due_at <= pgflow._now()
    order by d.due_at
    limit quantity
    for no key update skip locked);
  v_alone constant pgflow_http.deliveries[] := array(
    select d from unnest(v_batch) as d where d.started limit 1);
begin
  return case cardinality(v_alone) when 0 then v_batch else v_alone end;
end
$$;

-- 20_internal/transport.sql
-- What makes the calls: pg_net or dispatcher.
create function pgflow_http._transport() returns text
language sql stable
set search_path = ''
as $$
  select case
    when s.transport <> 'auto' then s.transport
    when to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') is null
      then 'dispatcher'
    else 'pg_net'
  end
  from pgflow_http.settings as s
$$;

-- 20_internal/unstarted.sql
-- The deliveries of a call that no worker has started.
create function pgflow_http._unstarted(call_id bigint) returns setof pgflow_http.deliveries
language plpgsql stable
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return query
    select d.*
    from pgflow_http.queues as q
    join pgflow_http.deliveries as d on d.queue_id = q.queue_id
    where d.call_id = _unstarted.call_id and not d.started;
end
$$;

-- 30_api/call_edgefn.sql
-- Has a function called: a signed POST with the payload as its body. Returns the number of the
-- call. The only function that makes a call, or has one made: pg_net makes it after the commit, the
-- dispatcher signs and makes what stands in calls. Raises PF111 for a URL that no endpoint has, so
-- that data cannot have the database call elsewhere; PF112 where pg_net is to sign, and Vault has
-- not the secret.
create function pgflow_http.call_edgefn(url text, payload jsonb) returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_endpoint pgflow_http.endpoints;
  v_call_id bigint;
begin
  select e.* into v_endpoint
  from pgflow_http.endpoints as e
  where e.url = call_edgefn.url
  -- Flows that share a URL may have a secret and a timeout of their own.
  order by
    case e.backend
      when 'http' then exists (
        select from pgflow_http.queues as q
        where q.queue = payload ->> 'queue' and q.flow_slug = e.flow_slug)
      else coalesce(payload -> 'wake' ? e.flow_slug::text, false)
    end desc,
    e.flow_slug, e.backend
  limit 1;
  if not found then
    raise exception using errcode = 'PF111', message = 'no endpoint has this URL',
      detail = url, hint = 'pgflow_http.set_endpoint says where the function of a flow is.';
  end if;

  if pgflow_http._transport() = 'pg_net' then
    execute 'select net.http_post(url := $1, body := $2, headers := $3,
      timeout_milliseconds := $4)'
    into v_call_id
    using v_endpoint.url, payload, jsonb_build_object(
        'content-type', 'application/json',
        'pgflow-signature', pgflow_http._signature(
          pgflow_http._secret(v_endpoint.secret_name), payload::text)),
      v_endpoint.timeout_ms;
  else
    insert into pgflow_http.calls (url, secret_name, timeout_ms, body)
    values (v_endpoint.url, v_endpoint.secret_name, v_endpoint.timeout_ms, payload::text)
    returning call_id into v_call_id;
  end if;
  return v_call_id;
end
$$;

-- 30_api/cancel_step_tasks.sql
-- Withdraws the deliveries of tasks, by their keys. One that another transaction holds is skipped:
-- its next start finds the task cancelled and drops it. A call that was made already finds nothing
-- to start. Called by orchestration, for runs that end with deliveries outstanding.
create function pgflow_http.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_queue_ids integer[];
begin
  with withdrawn as (
    delete from pgflow_http.deliveries as d
    where d.ctid = any (array(
      select u.ctid
      from unnest(tasks) as t
      join pgflow_http.deliveries as u
        on u.run_id = any (array[t.run_id])
          and u.step_index = t.step_index and u.task_index = t.task_index
      for update of u skip locked))
    returning d.queue_id
  )
  select array_agg(distinct w.queue_id) into v_queue_ids from withdrawn as w;
  perform pgflow_http._announce(v_queue_ids);
end
$$;

-- 30_api/complete_step_tasks.sql
-- Settles tasks as completed: [{run_id, step_index, task_index, claim_no, delivery, output}].
-- A late or doubled result answers stale and changes nothing.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_http._settle(results, '[]'))
$$;

-- 30_api/dispatch.sql
-- All that has to be done now and then where pg_net makes the calls: what is stale is retried, what
-- has become due is sent, who sleeps is woken. For a schedule (schedule_dispatch). Returns the
-- number of calls made; none where the dispatcher does it all.
create function pgflow_http.dispatch() returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  if pgflow_http._transport() <> 'pg_net' then
    return 0;
  end if;
  perform pgflow_http.retry_stale_step_tasks();
  return pgflow_http._send(null, 1000) + pgflow_http.wake_workers();
end
$$;

-- 30_api/enqueue_step_tasks.sql
-- Makes a delivery for each task, in the order given; a delayed one is not sent before its time. A
-- task that has one already keeps it, with the new time. What is due is sent, or the dispatcher
-- notified, by the commit. Called by orchestration.
create function pgflow_http.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Almost never is there one already, and `on conflict` would cost each row a write of its own.
  begin
    perform pgflow_http._insert_deliveries(tasks);
  exception when unique_violation then
    perform pgflow_http._reschedule(tasks);
  end;
  perform pgflow_http._announce(array(
    select q.queue_id
    from pgflow_http.queues as q
    where q.queue in (select t.queue from unnest(tasks) as t)));
end
$$;

-- 30_api/extend_step_tasks.sql
-- A worker's heartbeat: moves the leases of its claims, with core and in the outbox in one
-- transaction, to lease_seconds from now. Answers ok, stale or cancelled per claim; on the last two
-- the worker aborts the handler. claims: [{run_id, step_index, task_index, claim_no, delivery}],
-- may be empty. Locks tasks, then deliveries.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.extend_step_tasks(
  worker_id uuid,
  claims jsonb,
  lease_seconds integer
) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  perform pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  v_outcomes := array(
    select o from pgflow.extend_step_tasks(
      claims, pgflow._now() + make_interval(secs => lease_seconds)) as o);
  -- Also of one that waits to be sent again, since a start met this call, or one before it.
  update pgflow_http.deliveries as d
  set visible_at = o.visible_at, started = true, call_id = coalesce(d.call_id, 0)
  from unnest(v_outcomes) as o
  where o.outcome = 'ok' and o.visible_at is not null
    and d.run_id = any (array[o.run_id])
    and d.step_index = o.step_index and d.task_index = o.task_index;
  return query select * from unnest(v_outcomes);
end
$$;

-- 30_api/fail_step_tasks.sql
-- Settles attempts as failed: [{run_id, step_index, task_index, claim_no, delivery, error}], and
-- answers retry (with the time) or failed. A late or doubled result answers stale.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select * from unnest(pgflow_http._settle('[]', results))
$$;

-- 30_api/get_run_inputs.sql
-- The inputs of runs that are too large to ride along with each claim.
-- security definer: a worker's role has no right on core.
create function pgflow_http.get_run_inputs(run_ids uuid[])
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
create function pgflow_http.housekeep() returns jsonb
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.housekeep()
$$;

-- 30_api/prepare_queues.sql
-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_http.prepare_queues(queues text[]) returns void
language sql volatile
set search_path = ''
as $$
  insert into pgflow_http.queues (queue, flow_slug)
  select v.queue, v.flow_slug
  from pgflow.flow_versions(queues) as v
  where not exists (select from pgflow_http.queues as known where known.queue = v.queue)
  on conflict do nothing
$$;

-- 30_api/redeliver_step_tasks.sql
-- Makes a delivery for each task that has none, and returns how many.
-- Called by orchestration, for tasks that are long overdue.
create function pgflow_http.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_lost constant pgflow.queued_task[] := array(
    select t from unnest(tasks) as t
    where not exists (
      select from pgflow_http.deliveries as d
      where d.run_id = t.run_id and d.step_index = t.step_index and d.task_index = t.task_index));
begin
  perform pgflow_http.enqueue_step_tasks(v_lost);
  return cardinality(v_lost);
end
$$;

-- 30_api/release_step_tasks.sql
-- Gives back claimed tasks that were not begun; they are sent again at once and have spent no
-- attempt. claims: [{run_id, step_index, task_index, claim_no, delivery}]. Locks tasks, then
-- deliveries. security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes constant pgflow.task_outcome[] :=
    array(select o from pgflow.release_step_tasks(claims) as o);
begin
  perform pgflow_http._announce(pgflow_http._requeue(v_outcomes));
  return query select * from unnest(v_outcomes);
end
$$;

-- 30_api/remove_endpoint.sql
-- Forgets where the function of a flow is. Its tasks wait for another endpoint. For the owner.
create function pgflow_http.remove_endpoint(flow_slug text, backend text default 'http')
returns void
language sql volatile
set search_path = ''
as $$
  delete from pgflow_http.endpoints as e
  where e.flow_slug = remove_endpoint.flow_slug and e.backend = remove_endpoint.backend
$$;

-- 30_api/retry_stale_step_tasks.sql
-- Finds what was sent and did not arrive: tasks that no worker has started in time, or whose call
-- pg_net knows to have failed, have failed an attempt; tasks whose lease ran out wait to be sent
-- again. Returns how many there were. Called by dispatch and by the dispatcher.
-- security definer: the dispatcher's role has no right on core or on the outbox.
create function pgflow_http.retry_stale_step_tasks() returns integer
language sql volatile security definer
set search_path = ''
as $$
  select pgflow_http._end_calls(pgflow_http._net_answers() || pgflow_http._overdue_calls())
    + pgflow_http._requeue_lapsed()
$$;

-- 30_api/schedule_dispatch.sql
-- Has pg_cron call dispatch every 5 seconds, where this database has it and pg_net; a second call
-- changes nothing. Returns whether it does. Installing calls it, so it is for who installs one of
-- the two later.
create function pgflow_http.schedule_dispatch() returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null
    or pgflow_http._transport() <> 'pg_net'
  then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)'
  using 'pgflow-http-dispatch', '5 seconds', 'select pgflow_http.dispatch()';
  return true;
end
$$;

-- 30_api/set_endpoint.sql
-- Says where the function of a flow is, or changes what was said. For the owner.
-- url: of http or https, without a user in it. secret_name: of the secret that signs calls; the
-- secret itself is in Vault, or with the dispatcher.
-- backend: http has the flow's tasks sent there; another one has the worker there woken, when work
-- of that backend waits and no worker lives.
-- timeout_ms: of a call. start_timeout_ms: how long after a call its tasks may stay unstarted
-- before that is a failed attempt; with pg_net, calls wait for each other in its queue. batch_size:
-- tasks of a call at most. max_calls: calls in flight at once, each until its tasks are settled. So
-- batch_size x max_calls tasks are with a function: what may lose an attempt when it is killed.
-- Raises PF113 for a bad value.
create function pgflow_http.set_endpoint(
  flow_slug text,
  url text,
  secret_name text,
  backend text default 'http',
  timeout_ms integer default 30000,
  start_timeout_ms integer default 60000,
  batch_size integer default 20,
  max_calls integer default 10
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_problem constant text := case
    when not coalesce(flow_slug ~ '^[a-z][a-z0-9_]{0,46}$', false) then 'flow_slug: not a slug'
    when not coalesce(backend ~ '^[a-z][a-z0-9_]{0,46}$', false) then 'backend: not a slug'
    when not coalesce(
      url ~ '^https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?([/?][!-~]*)?$'
        and url !~ '#' and length(url) <= 2000
        and coalesce(substring(url from '^https?://[^/?]*:([0-9]+)([/?]|$)')::integer, 80)
          between 1 and 65535, false)
      then 'url: http:// or https://, a host in lower case, no user and no fragment'
    when not coalesce(secret_name ~ '\S', false) then 'secret_name: not empty'
    when not coalesce(timeout_ms between 5000 and 600000, false)
      then 'timeout_ms: from 5000 to 600000'
    when not coalesce(start_timeout_ms between timeout_ms and 3600000, false)
      then 'start_timeout_ms: from timeout_ms to 3600000'
    when not coalesce(batch_size between 1 and 500, false) then 'batch_size: from 1 to 500'
    when not coalesce(max_calls between 1 and 1000, false) then 'max_calls: from 1 to 1000'
  end;
begin
  if v_problem is not null then
    raise exception using errcode = 'PF113',
      message = format('the endpoint of flow "%s" has a bad %s', flow_slug, v_problem);
  end if;
  insert into pgflow_http.endpoints as e
    (flow_slug, backend, url, secret_name, timeout_ms, start_timeout_ms, batch_size, max_calls)
  values (set_endpoint.flow_slug, set_endpoint.backend, set_endpoint.url,
    set_endpoint.secret_name, set_endpoint.timeout_ms, set_endpoint.start_timeout_ms,
    set_endpoint.batch_size, set_endpoint.max_calls)
  on conflict on constraint endpoints_pkey do update
  set url = excluded.url, secret_name = excluded.secret_name, timeout_ms = excluded.timeout_ms,
    start_timeout_ms = excluded.start_timeout_ms, batch_size = excluded.batch_size,
    max_calls = excluded.max_calls, failures = 0, paused_until = '-infinity', last_error = null;
  perform pgflow_http._announce(array(
    select q.queue_id from pgflow_http.queues as q where q.flow_slug = set_endpoint.flow_slug));
end
$$;

-- 30_api/settle_step_tasks.sql
-- complete_step_tasks and fail_step_tasks in one transaction and round trip. Returns the outcomes
-- as an array; one of a plainly completed task is left out.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.settle_step_tasks(completed jsonb, failed jsonb) returns json
language sql volatile security definer
set search_path = ''
as $$
  select coalesce(json_agg(o), '[]')
  from unnest(pgflow_http._settle(completed, failed)) as o
  where o.outcome <> 'completed'
$$;

-- 30_api/start_step_tasks.sql
-- Claims the tasks whose deliveries a request has brought. One that does not exist, that another
-- transaction holds, that is not due, or whose task cannot be started returns no row. Locks
-- deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_deliveries constant pgflow.task_delivery[] := pgflow_http._lock_named(
    deliveries, pgflow._now() + make_interval(secs => lease_seconds));
begin
  if cardinality(v_deliveries) > 0 then
    return query select * from unnest(pgflow_http._claim_deliveries(worker_id, v_deliveries));
  end if;
end
$$;

-- 30_api/start_worker.sql
-- A worker says hello and gives its flow definitions; returns their versions with their queues.
-- security definer: a worker's role has no right on core.
create function pgflow_http.start_worker(
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
    worker_id, worker_name, 'http', definitions, worker_version, lease_seconds)
$$;

-- 30_api/stop_worker.sql
-- A worker says goodbye, with the reason of its end.
-- security definer: a worker's role has no right on core.
create function pgflow_http.stop_worker(worker_id uuid, reason text default 'stopped') returns void
language sql volatile security definer
set search_path = ''
as $$
  select pgflow.stop_worker(worker_id, reason)
$$;

-- 30_api/take_calls.sql
-- The dispatcher's loop in one round trip: ends the calls that were answered, and takes up to
-- `quantity` calls to make. answers: [{call_id, status, body, retry_after, error}]; status null
-- without an answer, and then `error` says why. Returns {"calls": [{call_id, url, secret_name,
-- timeout_ms, body}], "next_ms": when to come again}.
-- A call that was taken is not offered again: one that gets lost is an attempt that failed, when
-- its tasks are not started in time. Raises PF114 where pg_net makes the calls.
-- security definer: the dispatcher's role has no right on core or on the outbox.
create function pgflow_http.take_calls(answers jsonb, quantity integer) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_calls json;
begin
  if pgflow_http._transport() <> 'dispatcher' then
    raise exception using errcode = 'PF114',
      message = 'pg_net makes the calls in this database',
      hint = 'To use the dispatcher: update pgflow_http.settings set transport = ''dispatcher''.';
  end if;
  perform pgflow_http._end_calls(answers);
  if quantity > 0 then
    perform pgflow_http._send(null, quantity);
    with taken as (
      delete from pgflow_http.calls as c
      where c.call_id = any (array(
        select u.call_id from pgflow_http.calls as u
        order by u.call_id desc
        limit quantity
        for update skip locked))
      returning c.*
    )
    select json_agg(t order by t.call_id desc) into v_calls from taken as t;
  end if;
  return json_build_object(
    'calls', coalesce(v_calls, '[]'), 'next_ms', pgflow_http._next_look());
end
$$;

-- 30_api/wake_workers.sql
-- Calls the functions whose workers fetch their tasks, where work waits and no worker lives: each
-- at most once a second, and less often while that wakes nobody. Returns how many were called.
-- Called by dispatch and by the dispatcher.
-- security definer: the dispatcher's role has no right on core or on the outbox.
create function pgflow_http.wake_workers() returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_function record;
  v_error text;
  v_called integer := 0;
begin
  if not exists (select from pgflow_http.endpoints as e where e.backend <> 'http') then
    return 0;
  end if;
  for v_function in
    with asleep as materialized (
      select distinct w.flow_slug, w.backend from pgflow.waiting_flows as w
    ), locked as materialized (
      select e.url, e.flow_slug, e.failures, e.paused_until, a.flow_slug is not null as asleep
      from pgflow_http.endpoints as e
      left join asleep as a on a.flow_slug = e.flow_slug and a.backend = e.backend
      where e.backend <> 'http' and (a.flow_slug is not null or e.failures > 0)
      for no key update of e skip locked
    )
    select l.url, bool_or(l.asleep) as asleep, max(l.failures) as failures,
      array_agg(l.flow_slug) as flows,
      array_agg(distinct l.flow_slug) filter (where l.asleep) as sleepers
    from locked as l
    group by l.url
    having max(l.paused_until) <= v_now
  loop
    v_error := null;
    if v_function.asleep then
      begin
        perform pgflow_http.call_edgefn(
          v_function.url, jsonb_build_object('wake', v_function.sleepers));
        v_called := v_called + 1;
      exception when others then
        v_error := format('%s (%s)', sqlerrm, sqlstate);
      end;
    end if;
    update pgflow_http.endpoints as e
    set failures = case when v_function.asleep then v_function.failures + 1 else 0 end,
      last_error = v_error,
      paused_until = v_now + pgflow_http._pause_after(
        case when v_function.asleep then v_function.failures else 0 end)
    where e.url = v_function.url and e.backend <> 'http'
      and e.flow_slug = any (v_function.flows);
  end loop;
  return v_called;
end
$$;

-- 40_single/complete_step_task.sql
-- complete_step_tasks for one result. security definer: as the set form.
create function pgflow_http.complete_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_http.complete_step_tasks(jsonb_build_array(result)) as o
$$;

-- 40_single/enqueue_step_task.sql
-- enqueue_step_tasks for one task.
create function pgflow_http.enqueue_step_task(task pgflow.queued_task) returns void
language sql volatile
set search_path = ''
as $$
  select pgflow_http.enqueue_step_tasks(array[task])
$$;

-- 40_single/fail_step_task.sql
-- fail_step_tasks for one result. security definer: as the set form.
create function pgflow_http.fail_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_http.fail_step_tasks(jsonb_build_array(result)) as o
$$;

-- 40_single/start_step_task.sql
-- start_step_tasks for one delivery. security definer: as the set form.
create function pgflow_http.start_step_task(
  worker_id uuid,
  delivery text,
  lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer
set search_path = ''
as $$
  select * from pgflow_http.start_step_tasks(worker_id, array[delivery], lease_seconds)
$$;

-- 90_grants/revoke.sql
-- A worker's role is granted the schema and the functions of 30_api that say "security definer".
revoke all on all tables in schema pgflow_http from public;
revoke execute on all functions in schema pgflow_http from public;

-- 90_grants/zz_register.sql
select pgflow.register_worker_backend('http', 'pgflow_http', '{"delivery": "push"}', '1.0');

-- 99_end/schedule.sql
select pgflow_http.schedule_dispatch();

-- 99_end/settings.sql
reset check_function_bodies;
