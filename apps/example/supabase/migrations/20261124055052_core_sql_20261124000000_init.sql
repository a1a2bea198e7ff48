-- 00_schema/00_settings.sql
-- Functions may call what stands in a later file; each body is checked when it first runs, and the
-- tests run them all.
set check_function_bodies = off;

-- 00_schema/pgflow.sql
create schema if not exists pgflow;
comment on schema pgflow is
  'Orchestration: which step is ready, and when a run ends. Nothing here is granted to public.';
revoke all on schema pgflow from public;

-- 10_types/00_run_status.sql
create type pgflow.run_status as enum ('started', 'completed', 'failed', 'cancelled');

-- 10_types/00_slug.sql
-- 47 characters, lower case: what the strictest queue known to us allows for a name.
create domain pgflow.slug as text check (value ~ '^[a-z][a-z0-9_]{0,46}$');

-- 10_types/00_step_status.sql
create type pgflow.step_status as enum (
  'created', 'started', 'completed', 'failed', 'skipped', 'cancelled'
);

-- 10_types/00_task_definition.sql
-- Returned by handle_step_start and inside a "continue" decision: one task to make.
-- input null: the worker is given the outputs of the step's dependencies instead.
-- visible_at null: at once. Frozen for a contract major; extra is reserved.
create type pgflow.task_definition as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  input jsonb,
  visible_at timestamptz,
  extra jsonb
);

-- 10_types/00_task_status.sql
create type pgflow.task_status as enum (
  'queued', 'started', 'completed', 'failed', 'cancelled'
);

-- 10_types/claimed_task.sql
-- Returned by start_step_tasks, one row per delivery.
-- outcome: started (the rest of the row is the claim), gone (the task is settled or unknown: remove
-- the delivery) or hidden (not claimable before visible_at: hide the delivery until then).
-- run_input is null where it is too large to ride along: read it once with get_run_inputs.
-- redelivered: its last lease ran out, so it may kill its worker: run it alone.
-- refusal: not to be run, but settled as this failure.
create type pgflow.claimed_task as (
  outcome text,
  delivery text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  step_slug text,
  claim_no integer,
  attempt integer,
  max_attempts integer,
  timeout_ms integer,
  visible_at timestamptz,
  input jsonb,
  run_input jsonb,
  redelivered boolean,
  refusal jsonb
);

-- 10_types/drained_step.sql
-- Received by handle_step_task_completion: a step with no task outstanding or, for a step type with
-- the capability per_task, one with tasks just settled (settled_tasks, remaining_tasks > 0).
-- Built only by pgflow._decide_steps; may grow by attributes.
create type pgflow.drained_step as (
  run_id uuid,
  step_index smallint,
  flow_id integer,
  step_slug text,
  config jsonb,
  task_count integer,
  remaining_tasks integer,
  settled_tasks integer[]
);

-- 10_types/failed_task.sql
-- Received by handle_step_task_failure: a task that has used up its attempts. Built only by
-- pgflow._failed_tasks; may grow by attributes.
create type pgflow.failed_task as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  step_slug text,
  config jsonb,
  error jsonb
);

-- 10_types/flow_version.sql
-- A version of a flow as workers know it; queue is where its deliveries are.
create type pgflow.flow_version as (flow_id integer, flow_slug text, version integer, queue text);

-- 10_types/queued_task.sql
-- Received by a backend's enqueue_, cancel_ and redeliver_step_tasks: a task to deliver on a queue,
-- not before visible_at. Built only by pgflow._call_backends; may grow by attributes.
create type pgflow.queued_task as (
  queue text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  visible_at timestamptz
);

-- 10_types/ready_step.sql
-- Received by handle_step_start: a step that is ready. It names where its source value is
-- (pgflow.source_value) instead of carrying it. first_index: the index its first task must have.
-- Built only by pgflow._start_steps; may grow by attributes.
create type pgflow.ready_step as (
  run_id uuid,
  step_index smallint,
  flow_id integer,
  step_slug text,
  config jsonb,
  first_index integer,
  task_window integer
);

-- 10_types/started_step.sql
-- A step to be marked started, with the tasks that it has and those handed over of them.
-- Internal to orchestration.
create type pgflow.started_step as (
  run_id uuid,
  step_index smallint,
  tasks integer,
  handed_over integer
);

-- 10_types/started_task.sql
-- Received by handle_step_task_start: a task that was just claimed. Built only by
-- pgflow._ask_task_input; may grow by attributes.
create type pgflow.started_task as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  step_slug text,
  config jsonb,
  attempt integer,
  input jsonb
);

-- 10_types/step_decision.sql
-- Returned by handle_step_task_completion, one row per step.
-- action: complete | continue (make `tasks` as well) | wait | fail (with `error`).
-- output_from, for complete: value (the default: `output`), task (the output of task 0) or
-- tasks (the outputs of all tasks, in order). Frozen for a contract major; extra is reserved.
create type pgflow.step_decision as (
  run_id uuid,
  step_index smallint,
  action text,
  output_from text,
  output jsonb,
  error jsonb,
  tasks pgflow.task_definition[],
  extra jsonb
);

-- 10_types/step_failure.sql
-- A step that failed and why: error is {"code", "message", ...}. Internal to orchestration.
create type pgflow.step_failure as (run_id uuid, step_index smallint, error jsonb);

-- 10_types/step_ref.sql
-- Names a step of a run; settled_tasks are the indexes just settled, which its row does not count
-- yet, and null where there are none.
-- Internal to orchestration.
create type pgflow.step_ref as (run_id uuid, step_index smallint, settled_tasks integer[]);

-- 10_types/task_decision.sql
-- Returned by handle_step_task_failure: fail (the step, the default for a task without a row) or
-- continue, with an output in the place of the one that the task does not have.
-- Frozen for a contract major; extra is reserved.
create type pgflow.task_decision as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  action text,
  output jsonb,
  extra jsonb
);

-- 10_types/task_delivery.sql
-- Given by a backend to start_step_tasks: a task that a worker was brought, by which delivery (text
-- that only the backend understands), and the end of the lease that came with it.
create type pgflow.task_delivery as (
  delivery text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  visible_at timestamptz
);

-- 10_types/task_input.sql
-- Returned by handle_step_task_start: the input that the worker sees. Frozen for a contract major.
create type pgflow.task_input as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  input jsonb,
  extra jsonb
);

-- 10_types/task_outcome.sql
-- Answers a settle, one row per result that was sent.
-- outcome: completed | retry (delivered again, not before visible_at) | failed | stale (nothing was
-- changed: the claim_no is not the live one). delivery is the text that came with the result.
create type pgflow.task_outcome as (
  delivery text,
  run_id uuid,
  step_index smallint,
  task_index integer,
  claim_no integer,
  outcome text,
  visible_at timestamptz
);

-- 10_types/task_ref.sql
-- Names a task that is, or is about to be, with its backend. Internal to orchestration.
create type pgflow.task_ref as (
  run_id uuid,
  step_index smallint,
  task_index integer,
  flow_id integer,
  visible_at timestamptz
);

-- 20_tables/00_step_types.sql
-- Registry of step types. Written only by register_step_type. contract: the version that it was
-- written for.
create table pgflow.step_types (
  step_type pgflow.slug primary key,
  schema_name name not null unique,
  capabilities jsonb not null,
  has_task_start boolean not null,
  has_task_failure boolean not null,
  per_task boolean not null,
  registered_at timestamptz not null,
  contract text not null
);
alter table pgflow.step_types enable row level security;

-- 20_tables/00_worker_backends.sql
-- Registry of worker backends. Written only by register_worker_backend. contract: the version that
-- it was written for.
create table pgflow.worker_backends (
  backend pgflow.slug primary key,
  schema_name name not null unique,
  capabilities jsonb not null,
  registered_at timestamptz not null,
  contract text not null
);
alter table pgflow.worker_backends enable row level security;

-- 20_tables/10_flows.sql
-- A row is one immutable version of a flow. New runs use the current version; a run keeps its own.
-- queue: the name under which every backend of this version finds its deliveries. Versions do not
-- share a queue, so a worker never reads what it cannot serve.
-- root_steps and step_count are facts of the definition, kept so that starting a run is cheap.
create table pgflow.flows (
  flow_id integer primary key generated always as identity,
  flow_slug pgflow.slug not null,
  version integer not null check (version >= 1),
  is_current boolean not null,
  definition_hash text not null,
  backend pgflow.slug not null references pgflow.worker_backends,
  queue text not null unique check (length(queue) <= 47),
  root_steps smallint[] not null,
  step_count integer not null check (step_count >= 1),
  defined_at timestamptz not null,
  unique (flow_slug, version),
  unique (flow_slug, definition_hash)
);
create unique index flows_current_key on pgflow.flows (flow_slug) where is_current;
alter table pgflow.flows enable row level security;

-- 20_tables/20_steps.sql
-- Steps of a flow version. The shape never changes; the options below it may be set by a deploy.
-- dep_indexes, dep_slugs: the steps that this one waits for, in one order; dependents: those that
-- wait for it. They are arrays, so that whoever has the row of a step needs no further look.
-- The slug leads its key: a search by step_index cannot mistake that index for the primary key.
-- task_window: how many tasks of one step are with the backend at once.
create table pgflow.steps (
  flow_id integer not null references pgflow.flows,
  step_index smallint not null check (step_index >= 0),
  step_slug pgflow.slug not null,
  step_type pgflow.slug not null references pgflow.step_types,
  backend pgflow.slug not null references pgflow.worker_backends,
  config jsonb not null,
  dep_indexes smallint[] not null,
  dep_slugs text[] not null,
  dependents smallint[] not null,
  max_attempts integer not null check (max_attempts between 1 and 1000),
  base_delay_ms integer not null check (base_delay_ms >= 0),
  max_delay_ms integer not null check (max_delay_ms >= 0),
  timeout_ms integer not null check (timeout_ms >= 1),
  task_window integer not null check (task_window >= 1),
  primary key (flow_id, step_index),
  unique (step_slug, flow_id)
);
alter table pgflow.steps enable row level security;

-- 20_tables/30_runs.sql
-- The row of a run is its lock: whoever changes a step state of a run, or settles, cancels or
-- retries its tasks, holds it (pgflow._lock_runs). Claiming does not.
-- change_seq grows by one with each transaction that changes the run: clients follow it.
-- The output of a run is not stored twice: get_run assembles it from the outputs of its leaf steps.
-- No foreign key to flows: each start would share-lock the same row, and versions are never
-- deleted. CHECKs say what must hold between columns and no more: each is read anew by every
-- statement that writes the table, also in the two tables below.
create table pgflow.runs (
  run_id uuid primary key,
  flow_id integer not null,
  status pgflow.run_status not null default 'started',
  remaining_steps integer not null check (remaining_steps >= 0),
  change_seq bigint not null default 1,
  input jsonb not null,
  error jsonb,
  created_by text,
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint ended_has_time check ((status = 'started') = (ended_at is null)),
  constraint completed_is_whole check ((status = 'completed') = (remaining_steps = 0)),
  constraint error_of_failed check ((status = 'failed') = (error is not null))
) with (fillfactor = 50);
-- What is in flight, for housekeeping: written by a run's start and end alone, so that all other
-- updates stay HOT.
create index runs_open_idx on pgflow.runs (run_id) where ended_at is null;
alter table pgflow.runs enable row level security;

-- 20_tables/31_step_states.sql
-- State of a step in a run; written only under the run's lock.
-- No foreign key to runs: it would be checked for each step of each start, and pgflow is the only
-- writer.
-- task_count: tasks made so far; remaining_tasks: those not settled; next_task_index: tasks below
-- it were handed to the backend, so next_task_index - (task_count - remaining_tasks) are with it
-- now.
create table pgflow.step_states (
  run_id uuid not null,
  step_index smallint not null,
  flow_id integer not null,
  status pgflow.step_status not null default 'created',
  remaining_deps integer not null check (remaining_deps >= 0),
  task_count integer not null default 0,
  remaining_tasks integer not null default 0 check (remaining_tasks between 0 and task_count),
  next_task_index integer not null default 0 check (next_task_index between 0 and task_count),
  output jsonb,
  error jsonb,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (run_id, step_index),
  constraint started_is_unblocked
    check (status not in ('started', 'completed') or remaining_deps = 0),
  constraint completed_is_drained check (status <> 'completed' or remaining_tasks = 0),
  constraint ended_has_time check ((status in ('created', 'started')) = (ended_at is null)),
  constraint output_of_completed check ((status = 'completed') = (output is not null)),
  constraint error_of_failed check ((status = 'failed') = (error is not null))
) with (fillfactor = 50);
alter table pgflow.step_states enable row level security;

-- 20_tables/32_step_tasks.sql
-- A task is one call of a handler. status: queued, started, and the ends completed, failed,
-- cancelled. A retry is queued again. A queued task is with the backend when its index is below the
-- next_task_index of its step; until then it waits for the step's window.
-- visible_at: not before for a queued task, the end of the lease for a started one.
-- claim_no: the fencing token; it only grows. attempt_count: attempts begun, reset by retry_run.
-- input null: assembled from the dependencies' outputs at each claim. error: of the last attempt.
-- Indexes: the key, and one that only a failure writes, so that all other updates stay HOT.
-- No foreign key: a map of 100,000 elements would run 100,000 checks, and pgflow is the only
-- writer.
create table pgflow.step_tasks (
  run_id uuid not null,
  step_index smallint not null,
  task_index integer not null,
  flow_id integer not null,
  input jsonb,
  attempt_count integer not null default 0,
  claim_no integer not null default 0,
  visible_at timestamptz not null,
  started_at timestamptz,
  worker_id uuid,
  status pgflow.task_status not null default 'queued',
  ended_at timestamptz,
  failed_at timestamptz,
  output jsonb,
  error jsonb,
  primary key (run_id, step_index, task_index),
  constraint started_has_token check (status <> 'started' or claim_no > 0),
  constraint ended_has_time
    check ((status in ('completed', 'failed', 'cancelled')) = (ended_at is not null)),
  constraint output_of_completed check ((status = 'completed') = (output is not null)),
  constraint failed_has_time check ((status = 'failed') = (failed_at is not null))
) with (
  fillfactor = 33,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05
);
create index step_tasks_failed_idx on pgflow.step_tasks (failed_at) where failed_at is not null;
alter table pgflow.step_tasks enable row level security;

-- 20_tables/40_workers.sql
-- Workers that said hello: which flow versions they serve, when they were last heard of, and how
-- they ended. flows: their versions for people, as "slug@version". in_flight: tasks in hand at the
-- last heartbeat.
-- alive_until: a lease after the last sign of life; by then its tasks may be with others.
-- end_reason: stopped; dead (housekeeping found alive_until past); or what its host ended it for,
-- such as wall_clock.
create table pgflow.workers (
  worker_id uuid primary key,
  worker_name text not null,
  worker_version text,
  backend pgflow.slug not null,
  flow_ids integer[] not null,
  flows text[] not null,
  in_flight integer not null default 0,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  alive_until timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  constraint ended_has_reason check ((ended_at is null) = (end_reason is null))
) with (fillfactor = 50);
alter table pgflow.workers enable row level security;

-- 20_tables/41_housekeeping.sql
-- One row: the settings of pgflow.housekeep, and how far it is. Its lock is that of housekeeping.
-- every: how often it is done at most. overdue_after: how long after its time, or the end of its
-- lease, a task's delivery is looked for. unserved_for: how long a run may wait with no worker for
-- it. keep_workers_for: how long the row of a worker that has ended is kept.
-- last_run_id: the run that was looked at last; null for the start.
create table pgflow.housekeeping (
  only_row boolean primary key default true check (only_row),
  every interval not null default '30 seconds',
  overdue_after interval not null default '1 minute',
  unserved_for interval not null default '1 day',
  keep_workers_for interval not null default '1 day',
  done_at timestamptz not null default '-infinity',
  last_run_id uuid
);
insert into pgflow.housekeeping default values;
alter table pgflow.housekeeping enable row level security;

-- 30_internal/add_tasks.sql
-- Stores the tasks of one "continue" decision. Raises PF202 where they are numbered otherwise than
-- on from those that the step has.
create function pgflow._add_tasks(decision pgflow.step_decision) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook constant text := 'handle_step_task_completion';
  v_state pgflow.step_states;
begin
  select * into v_state
  from pgflow.step_states as s
  where s.run_id = decision.run_id and s.step_index = decision.step_index and s.status = 'started';

  if exists (
    select from unnest(decision.tasks) with ordinality as t
    where (t.run_id, t.step_index) is distinct from (decision.run_id, decision.step_index)
      or t.task_index is distinct from v_state.task_count + t.ordinality - 1
  ) then
    perform pgflow._refuse_answer(
      pgflow._hook_schema(decision.run_id, decision.step_index, v_hook), v_hook,
      format('the further tasks of a step numbered from %s without gaps', v_state.task_count),
      (select case
          when bool_or((t.run_id, t.step_index)
            is distinct from (decision.run_id, decision.step_index)) then 'one of another step'
          else 'the numbers ' || string_agg(coalesce(t.task_index::text, 'null'), ', ') end
        from (select * from unnest(decision.tasks) limit 10) as t));
  end if;

  insert into pgflow.step_tasks
    (run_id, step_index, task_index, flow_id, visible_at, input)
  select t.run_id, t.step_index, t.task_index, v_state.flow_id,
    coalesce(t.visible_at, pgflow._now()), t.input
  from unnest(decision.tasks) as t;

  update pgflow.step_states as s
  set task_count = s.task_count + cardinality(decision.tasks),
    remaining_tasks = s.remaining_tasks + cardinality(decision.tasks)
  where s.run_id = decision.run_id and s.step_index = decision.step_index;
end
$$;

-- 30_internal/advance_runs.sql
-- The life of a run between two settles. Starts what is ready; counts down what has tasks settled
-- and asks the step types about what that drains (a step without tasks is drained at once);
-- completing steps makes others ready; and so on until neither is left. Then the runs are counted
-- down, once, also by the steps that the caller has completed itself. The caller holds the runs,
-- and names in `changed` those that it has changed already.
create function pgflow._advance_runs(
  changed uuid[],
  ready pgflow.step_ref[],
  settled pgflow.step_ref[],
  completed pgflow.step_ref[] default '{}'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ready pgflow.step_ref[] := ready;
  v_settled pgflow.step_ref[] := settled;
  v_completed pgflow.step_ref[] := completed;
  v_failures pgflow.step_failure[];
  v_started record;
  v_decided record;
  v_done record;
begin
  loop
    v_failures := '{}';
    if cardinality(v_ready) > 0 then
      v_started := pgflow._start_steps(v_ready);
      v_settled := v_settled || v_started.drained;
      v_failures := v_started.failures;
      v_ready := '{}';
    end if;

    if cardinality(v_settled) > 0 then
      v_decided := pgflow._decide_steps(v_settled);
      v_done := pgflow._complete_decided(v_decided.completions);
      if cardinality(v_decided.unfinished) > 0 then
        perform pgflow._withdraw_tasks(v_decided.unfinished);
      end if;
      v_completed := v_completed || v_done.completed;
      v_ready := v_done.ready;
      v_failures := v_failures || v_decided.failures
        || pgflow._continue_steps(v_decided.continuations);
      v_settled := '{}';
      -- race point: steps completed
    end if;

    if cardinality(v_failures) > 0 then
      perform pgflow._fail_steps(v_failures);
    end if;
    exit when cardinality(v_ready) = 0 and cardinality(v_settled) = 0;
  end loop;

  if cardinality(changed) > 0 or cardinality(v_completed) > 0 then
    perform pgflow._count_runs(changed, v_completed);
  end if;
end
$$;

-- 30_internal/as_error.sql
-- An error as it is stored: an object. What a caller gave as something else becomes its message.
create function pgflow._as_error(error jsonb) returns jsonb
language sql immutable parallel safe
return case jsonb_typeof(error)
  when 'object' then error
  else jsonb_build_object('message', coalesce(error #>> '{}', 'no reason was given'))
end;

-- 30_internal/ask_completion.sql
-- Asks a step type what becomes of drained steps. Isolated like _make_tasks: a plug-in that raises,
-- or whose answer breaks the contract, fails only the guilty step.
create function pgflow._ask_completion(schema_name name, steps pgflow.drained_step[])
returns pgflow.step_decision[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decisions pgflow.step_decision[] := '{}';
  v_step pgflow.drained_step;
begin
  begin
    return pgflow._check_decisions(schema_name, steps,
      pgflow._dispatch_step_task_completion(schema_name, steps));
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(steps) = 1 then
      return array[row(steps[1].run_id, steps[1].step_index, 'fail', null, null,
        pgflow._plugin_error(schema_name, 'handle_step_task_completion', sqlstate, sqlerrm),
        null, null)::pgflow.step_decision];
    end if;
  end;

  foreach v_step in array steps loop
    v_decisions := v_decisions || pgflow._ask_completion(schema_name, array[v_step]);
  end loop;
  return v_decisions;
end
$$;

-- 30_internal/ask_failure.sql
-- Asks a step type what becomes of tasks that have used up their attempts. Isolated like
-- _make_tasks. Returns the tasks that it goes on without (`continue`), and those for which it
-- raised or broke its contract (`raised`, with the error in `extra`): it has said nothing of them.
create function pgflow._ask_failure(schema_name name, tasks pgflow.failed_task[])
returns setof pgflow.task_decision
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task pgflow.failed_task;
  v_decisions pgflow.task_decision[];
begin
  begin
    execute format(
      'select array(select d from %I.handle_step_task_failure($1) as d)', schema_name)
    into v_decisions using tasks;
    perform pgflow._check_task_decisions(schema_name, tasks, v_decisions);
    return query select * from unnest(v_decisions) as d where d.action = 'continue';
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if cardinality(tasks) = 1 then
      return query select tasks[1].run_id, tasks[1].step_index, tasks[1].task_index, 'raised',
        null::jsonb,
        pgflow._plugin_error(schema_name, 'handle_step_task_failure', sqlstate, sqlerrm);
      return;
    end if;
  end;
  foreach v_task in array tasks loop
    return query select * from pgflow._ask_failure(schema_name, array[v_task]);
  end loop;
end
$$;

-- 30_internal/ask_task_input.sql
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

-- 30_internal/begin_runs.sql
-- Makes the step states of runs that were just inserted, all of one flow version, and starts the
-- steps that wait for nothing.
create function pgflow._begin_runs(run_ids uuid[], flow pgflow.flows) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow.step_states (run_id, step_index, flow_id, remaining_deps)
  select i.run_id, s.step_index, s.flow_id, cardinality(s.dep_indexes)
  from unnest(run_ids) as i (run_id)
  cross join pgflow.steps as s
  where s.flow_id = flow.flow_id;

  perform pgflow._advance_runs('{}',
    array(
      select row(i.run_id, r.step_index, null)::pgflow.step_ref
      from unnest(run_ids) as i (run_id)
      cross join unnest(flow.root_steps) as r (step_index)),
    '{}');
end
$$;

-- 30_internal/call_backends.sql
-- Calls enqueue_step_tasks, cancel_step_tasks or redeliver_step_tasks (hook) of each task's
-- backend, once per backend, with the tasks in the order given. Returns how many were delivered
-- again. What a backend raises is raised with the same code, and with the names of the backend and
-- its function; an error of the server is raised as it is.
create function pgflow._call_backends(hook text, tasks pgflow.task_ref[]) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
  v_redelivered integer;
  v_detail text;
  v_hint text;
  v_context text;
  v_sum integer := 0;
begin
  if coalesce(cardinality(tasks), 0) = 0 then
    return 0;
  end if;

  for v_group in
    select b.schema_name,
      array_agg(
        row(b.queue, t.run_id, t.step_index, t.task_index, t.visible_at)::pgflow.queued_task
        order by t.ordinality) as queued
    from unnest(tasks) with ordinality as t
    cross join lateral (
      select f.queue, b.schema_name
      from pgflow.steps as s
      join pgflow.flows as f on f.flow_id = s.flow_id
      join pgflow.worker_backends as b on b.backend = s.backend
      where s.flow_id = t.flow_id and s.step_index = t.step_index
      offset 0
    ) as b
    group by b.schema_name
    order by b.schema_name
  loop
    begin
      if hook = 'enqueue_step_tasks' then
        perform pgflow._dispatch_enqueue(v_group.schema_name, v_group.queued);
      elsif hook = 'cancel_step_tasks' then
        execute format('select %I.%I($1)', v_group.schema_name, hook) using v_group.queued;
      else
        execute format('select %I.%I($1)', v_group.schema_name, hook)
        into v_redelivered using v_group.queued;
        v_sum := v_sum + coalesce(v_redelivered, 0);
      end if;
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_context = pg_exception_context;
      perform pgflow._raise_named(v_group.schema_name, hook, sqlstate, sqlerrm, v_detail, v_hint,
        v_context);
    end;
  end loop;
  return v_sum;
end
$$;

-- 30_internal/check_capabilities.sql
-- Raises PF020 unless the capabilities of a plug-in are an object of those that the contract knows,
-- each with a value that it has there, and the required one among them. One that is unknown is a
-- slip: a plug-in for a contract that has more is refused before (PF018). known: each capability
-- with its values.
-- kind: "step type" or "worker backend".
create function pgflow._check_capabilities(
  kind text,
  name text,
  capabilities jsonb,
  known jsonb,
  required text default null
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_hint constant text := 'The contract is in docs/contracts.md.';
  v_wrong record;
begin
  if jsonb_typeof(capabilities) is distinct from 'object' then
    perform pgflow._refuse_plugin('PF020', kind, name, 'its capabilities are no JSON object',
      'an object, whose keys may be ' || (
        select string_agg(format('"%s"', k), ', ') from jsonb_object_keys(known) as k),
      capabilities::text, v_hint);
  end if;

  select c.key, c.value, known -> c.key as allowed into v_wrong
  from (
    select e.key, e.value::text as value from jsonb_each(capabilities) as e
    union all
    select required, 'nothing' where not capabilities ? required
  ) as c
  where not exists (
    select from jsonb_array_elements(known -> c.key) as a where a.value::text = c.value)
  order by c.key
  limit 1;
  if found and v_wrong.allowed is null then
    perform pgflow._refuse_plugin('PF020', kind, name,
      format('the contract has no capability "%s" of a %s', v_wrong.key, kind),
      'nothing but ' || (
        select string_agg(format('"%s"', k), ', ') from jsonb_object_keys(known) as k),
      format('"%s": %s', v_wrong.key, v_wrong.value), v_hint);
  elsif found then
    perform pgflow._refuse_plugin('PF020', kind, name,
      case when capabilities ? v_wrong.key
        then format('its capability "%s" has a value that the contract has not', v_wrong.key)
        else format('it does not declare its capability "%s"', v_wrong.key) end,
      (select string_agg(a.value::text, ' or ') from jsonb_array_elements(v_wrong.allowed) as a),
      v_wrong.value, v_hint);
  end if;
end
$$;

-- 30_internal/check_contract.sql
-- Raises PF018 for a plug-in that was written for a contract that this core does not keep: another
-- major version, or a later minor one; and for what is no version. Warns of one that was written
-- for an earlier minor one. Versions are compared as numbers without a limit: any text may come.
-- kind: "step type" or "worker backend".
create function pgflow._check_contract(kind text, name text, contract text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_own constant numeric[] := string_to_array(pgflow.contract_version(), '.');
  v_its numeric[];
begin
  if contract ~ '^[0-9]+\.[0-9]+$' then
    v_its := string_to_array(contract, '.');
  end if;
  if v_its is null or v_its[1] <> v_own[1] or v_its[2] > v_own[2] then
    perform pgflow._refuse_plugin('PF018', kind, name,
      format('it is written for contract %s, which this core does not keep',
        coalesce('"' || contract || '"', 'null')),
      case when v_own[2] = 0 then 'contract ' else format('contract %s.0 to ', v_own[1]) end
        || pgflow.contract_version(),
      '"' || contract || '"',
      case when v_its is null then
          format('A contract is "major.minor", such as "%s".', pgflow.contract_version())
        when v_its > v_own then 'Install a newer core first.'
        else 'Install a newer version of the plug-in.' end);
  end if;
  if v_its[2] < v_own[2] then
    raise warning '% "%" is written for contract %, and this core keeps %', kind, name, contract,
      pgflow.contract_version()
      using hint = 'A newer version of the plug-in may do more.';
  end if;
end
$$;

-- 30_internal/check_decisions.sql
-- The decisions of a step type, as they are. Raises PF202 unless there is one well-formed decision
-- for each step.
create function pgflow._check_decisions(
  schema_name name,
  steps pgflow.drained_step[],
  decisions pgflow.step_decision[]
) returns pgflow.step_decision[]
language plpgsql stable
set search_path = ''
set enable_hashjoin = on
as $$
declare
  v_wrong text[];
begin
  if cardinality(decisions) <> cardinality(steps) then
    v_wrong := array['one decision for each step',
      format('%s for %s', cardinality(decisions), cardinality(steps))];
  else
    select case
        when d.run_id is null then array['one decision for each step', 'none', s.step_slug]
        when coalesce(d.action, '') not in ('complete', 'continue', 'wait', 'fail')
          then array['the action ''complete'', ''continue'', ''wait'' or ''fail''',
            quote_nullable(d.action), s.step_slug]
        when coalesce(d.output_from, 'value') not in ('value', 'task', 'tasks')
          then array['the output_from ''value'', ''task'' or ''tasks''',
            quote_literal(d.output_from), s.step_slug]
        when d.action = 'continue' and coalesce(cardinality(d.tasks), 0) = 0
          then array['tasks with ''continue''', 'none', s.step_slug]
        when d.output_from = 'task' and s.remaining_tasks = 0 and s.task_count = 0
          then array['an output_from of what the step has', '''task'' where there is none',
            s.step_slug]
      end
    into v_wrong
    from unnest(steps) as s
    left join unnest(decisions) as d on d.run_id = s.run_id and d.step_index = s.step_index
    order by 1 nulls last
    limit 1;
  end if;
  if v_wrong is not null then
    perform pgflow._refuse_answer(schema_name, 'handle_step_task_completion',
      v_wrong[1], concat(v_wrong[2], ' for step "' || v_wrong[3] || '"'));
  end if;
  return decisions;
end
$$;

-- 30_internal/check_definition.sql
-- Raises for a definition that cannot be a flow: PF008 (form), PF004 (slug), PF005 (step twice),
-- PF006 (unknown dependency), PF007 (cycle), PF009 and PF010 (step type, backend not installed).
create function pgflow._check_definition(definition jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_step record;
begin
  if jsonb_typeof(definition) is distinct from 'object'
    or jsonb_typeof(definition -> 'steps') is distinct from 'array'
    or jsonb_array_length(definition -> 'steps') not between 1 and 10000
    or exists (
      select from jsonb_array_elements(definition -> 'steps') as s
      where jsonb_typeof(s.value) <> 'object'
        or coalesce(jsonb_typeof(s.value -> 'after'), 'null') not in ('array', 'null')
        or coalesce(jsonb_typeof(s.value -> 'options'), 'null') not in ('object', 'null')
        or jsonb_path_exists(
          s.value, 'strict $.after[*] ? (@.type() != "string")', silent => true))
  then
    raise exception using errcode = 'PF008', message = 'this is not a flow definition',
      hint = 'Expected {"slug", "steps": [{"slug", "type", "after": [], "config": {}}, ...]}, '
        'with 1 to 10,000 steps.';
  end if;
  perform pgflow._check_slug('flow', definition ->> 'slug');

  for v_step in
    select s.*, count(*) over (partition by s.step_slug) as uses,
      not exists (select from pgflow.step_types as y where y.step_type = s.step_type) as no_type,
      not exists (select from pgflow.worker_backends as b where b.backend = s.backend) as no_backend
    from pgflow._definition_steps(definition) as s
  loop
    perform pgflow._check_slug('step', v_step.step_slug);
    if v_step.uses > 1 then
      raise exception using errcode = 'PF005',
        message = format('flow "%s" has two steps "%s"', definition ->> 'slug', v_step.step_slug);
    end if;
    if v_step.no_type or v_step.no_backend then
      perform pgflow._refuse_step(definition ->> 'slug', v_step.step_slug, v_step.step_type,
        v_step.backend, v_step.no_type);
    end if;
  end loop;
  perform pgflow._check_dependencies(definition);
end
$$;

-- 30_internal/check_dependencies.sql
-- Raises PF006 for a dependency on no step of the flow, PF007 for a cycle.
create function pgflow._check_dependencies(definition jsonb) returns void
language plpgsql immutable
set search_path = ''
as $$
declare
  v_open text[];
  v_blocked text[];
  v_wrong record;
begin
  v_open := array(select s.step_slug from pgflow._definition_steps(definition) as s);
  select s.step_slug, a.dep into v_wrong
  from pgflow._definition_steps(definition) as s
  cross join unnest(s.after) as a (dep)
  where a.dep <> all (v_open)
  limit 1;
  if found then
    raise exception using errcode = 'PF006', message = format(
      'step "%s" runs after "%s", which the flow does not have', v_wrong.step_slug, v_wrong.dep);
  end if;

  -- In the order in which the DSL makes steps there can be no cycle.
  if not exists (
    select from pgflow._definition_steps(definition) as s
    cross join unnest(s.after) as a (dep)
    join pgflow._definition_steps(definition) as d on d.step_slug = a.dep
    where d.step_index >= s.step_index
  ) then
    return;
  end if;

  -- Take away the steps that wait for nothing, again and again; what stays is a cycle.
  loop
    v_blocked := array(
      select s.step_slug from pgflow._definition_steps(definition) as s
      where s.step_slug = any (v_open) and s.after && v_open);
    exit when cardinality(v_blocked) = 0;
    if cardinality(v_blocked) = cardinality(v_open) then
      raise exception using errcode = 'PF007', message = format(
        'flow "%s" has a cycle', definition ->> 'slug'),
        detail = format('These steps wait for each other: %s.', array_to_string(v_open, ', '));
    end if;
    v_open := v_blocked;
  end loop;
end
$$;

-- 30_internal/check_owner.sql
-- Raises PF012 unless the caller has the rights of the role that owns the schema pgflow: what is
-- registered runs with that role's rights. kind: "step type" or "worker backend".
create function pgflow._check_owner(kind text, name text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_owner text;
begin
  select pg_catalog.pg_get_userbyid(n.nspowner) into v_owner
  from pg_catalog.pg_namespace as n where n.nspname = 'pgflow';
  if not pg_catalog.pg_has_role(current_user, v_owner, 'usage') then
    perform pgflow._refuse_plugin('PF012', kind, name,
      'only the owner of the schema pgflow may register it',
      format('the role "%s", or a member of it', v_owner), format('the role "%s"', current_user),
      'Connect as the owner.');
  end if;
end
$$;

-- 30_internal/check_plugin_function.sql
-- Whether a plug-in has a function of the contract. signature: like "hook(pgflow.ready_step[])";
-- result_type: like "SETOF pgflow.task_definition". Raises PF011 where a required function is
-- missing, and where one exists with other parameters or another result.
-- kind: "step type" or "worker backend".
create function pgflow._check_plugin_function(
  kind text,
  name text,
  schema_name name,
  signature text,
  result_type text,
  required boolean
) returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_name constant text := split_part(signature, '(', 1);
  v_oid constant oid := to_regprocedure(format('%I.%s', schema_name, signature));
  v_found text;
begin
  if v_oid is not null then
    v_found := pg_catalog.pg_get_function_result(v_oid);
    if lower(v_found) = lower(result_type) then
      return true;
    end if;
    v_found := coalesce('it returns ' || nullif(v_found, ''), 'it is a procedure');
  else
    select string_agg(
      format('there is %s(%s)', v_name, pg_catalog.pg_get_function_identity_arguments(p.oid)),
      ', and ' order by p.oid)
    into v_found
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = schema_name and p.proname = v_name;
    if v_found is null and not required then
      return false;
    end if;
  end if;
  perform pgflow._refuse_plugin('PF011', kind, name,
    format('its function %I.%I %s', schema_name, v_name,
      case when v_found is null then 'is missing' else 'has another signature' end),
    format('%I.%s returning %s', schema_name, signature, result_type),
    coalesce(v_found, 'no function of this name'),
    'The contract is in docs/contracts.md.');
  return false;
end
$$;

-- 30_internal/check_plugin_name.sql
-- Raises PF004 where the name of a plug-in is no slug, PF011 where its schema is null or does not
-- exist, and PF019 where its name belongs to a plug-in in another schema, or its schema to one with
-- another name. kind: "step type" or "worker backend"; registered: the plug-ins of this kind, as
-- {name: schema}.
create function pgflow._check_plugin_name(
  kind text,
  name text,
  schema_name name,
  registered jsonb
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_other record;
begin
  if not pgflow._is_slug(name) then
    perform pgflow._refuse_plugin('PF004', kind, name, 'its name is not a slug',
      '1 to 47 characters, a lower-case letter, then letters, digits and _',
      quote_literal(name), 'Register it under another name.');
  end if;
  if not exists (select from pg_catalog.pg_namespace as n where n.nspname = schema_name) then
    perform pgflow._refuse_plugin('PF011', kind, name,
      coalesce('its schema ' || quote_ident(schema_name) || ' does not exist',
        'its schema_name is null'),
      'a schema with the functions of the contract',
      case when schema_name is not null then 'no schema of this name' end,
      'Create the schema and its functions before you register them.');
  end if;
  select r.key, r.value into v_other
  from jsonb_each_text(registered) as r
  where (r.key = name) <> (r.value = schema_name)
  limit 1;
  if found then
    perform pgflow._refuse_plugin('PF019', kind, name,
      case when v_other.key = name then 'its name is another one''s'
        else format('its schema %I is another one''s', schema_name) end,
      'a name and a schema of its own',
      format('"%s" is registered with schema %I', v_other.key, v_other.value),
      'Register it under another name, with a schema of its own.');
  end if;
end
$$;

-- 30_internal/check_slug.sql
-- Raises PF004 unless a name is a slug.
create function pgflow._check_slug(what text, slug text) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if not pgflow._is_slug(slug) then
    raise exception using errcode = 'PF004',
      message = format('%s is not a slug for a %s', coalesce(quote_literal(slug), 'null'), what),
      hint = 'A slug has 1 to 47 characters: a lower-case letter, then letters, digits and _.';
  end if;
end
$$;

-- 30_internal/check_task_decisions.sql
-- Raises PF202 unless a step type has decided tasks that it was asked about, each once at most, to
-- continue or to fail.
create function pgflow._check_task_decisions(
  schema_name name,
  tasks pgflow.failed_task[],
  decisions pgflow.task_decision[]
) returns void
language plpgsql stable
set search_path = ''
set enable_hashjoin = on
as $$
declare
  v_found text;
begin
  select case
      when t.run_id is null then 'a row for a task that it was not asked about'
      when count(*) > 1 then format('%s rows for task %s of step "%s"', count(*), t.task_index,
        t.step_slug)
      else format('action %s for task %s of step "%s"',
        coalesce(quote_literal(min(d.action)), 'null'), t.task_index, t.step_slug)
    end
  into v_found
  from unnest(decisions) as d
  left join unnest(tasks) as t
    on t.run_id = d.run_id and t.step_index = d.step_index and t.task_index = d.task_index
  group by t.run_id, t.step_index, t.task_index, t.step_slug
  having t.run_id is null or count(*) > 1
    or coalesce(min(d.action), '') not in ('continue', 'fail')
  limit 1;
  if found then
    perform pgflow._refuse_answer(schema_name, 'handle_step_task_failure',
      'a row with action ''continue'' or ''fail'' for each task, or none', v_found);
  end if;
end
$$;

-- 30_internal/claim_each.sql
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

-- 30_internal/claim_tasks.sql
-- Claims tasks with their inputs. When an input cannot be made (a plug-in raises, the dependencies'
-- outputs are over the size of one jsonb value), the tasks are claimed one by one, and the guilty
-- one comes with a refusal: a failed attempt, not a blocked queue.
create function pgflow._claim_tasks(worker_id uuid, deliveries pgflow.task_delivery[])
returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_schema name := 'pgflow';
  v_hook text := 'start_step_tasks';
  v_claims pgflow.claimed_task[];
  v_delivery pgflow.task_delivery;
  v_refusal jsonb;
begin
  begin
    v_claims := pgflow._take_tasks(worker_id, deliveries, true);
    v_hook := 'handle_step_task_start';
    return pgflow._ask_task_input(v_claims);
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    if v_hook = 'handle_step_task_start' then
      v_schema := pgflow._hook_schema(v_claims[1].run_id, v_claims[1].step_index, v_hook);
    end if;
    v_refusal := case
      when sqlstate like '54%' then jsonb_build_object('code', 'PF203', 'final', true,
        'message', 'the input of the task is too large: ' || sqlerrm)
      else pgflow._plugin_error(v_schema, v_hook, sqlstate, sqlerrm)
        || jsonb_build_object('final', false)
    end;
  end;

  if cardinality(deliveries) = 1 then
    v_claims := pgflow._take_tasks(worker_id, deliveries, false);
    if cardinality(v_claims) = 1 then
      v_claims[1].refusal := coalesce(v_claims[1].refusal, v_refusal);
    end if;
    return v_claims;
  end if;

  v_claims := '{}';
  foreach v_delivery in array deliveries loop
    v_claims := v_claims || pgflow._claim_tasks(worker_id, array[v_delivery]);
  end loop;
  return v_claims;
end
$$;

-- 30_internal/complete_decided.sql
-- Completes steps; where an output is over what one jsonb value can hold, only that step fails.
create function pgflow._complete_decided(
  decisions pgflow.step_decision[],
  out completed pgflow.step_ref[],
  out ready pgflow.step_ref[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
  v_done record;
begin
  completed := '{}';
  ready := '{}';
  if cardinality(decisions) = 0 then
    return;
  end if;

  begin
    v_done := pgflow._complete_steps(decisions);
    completed := v_done.completed;
    ready := v_done.ready;
    return;
  exception when program_limit_exceeded then
    completed := '{}';
    ready := '{}';
    if cardinality(decisions) = 1 then
      perform pgflow._fail_steps(array[row(decisions[1].run_id, decisions[1].step_index,
        jsonb_build_object('code', 'PF203', 'message', 'the output of the step is too large: '
          || sqlerrm))::pgflow.step_failure]);
      return;
    end if;
  end;

  foreach v_decision in array decisions loop
    v_done := pgflow._complete_decided(array[v_decision]);
    completed := completed || v_done.completed;
    ready := ready || v_done.ready;
  end loop;
end
$$;

-- 30_internal/complete_steps.sql
-- Completes started steps with their decided output and counts their dependents down. Returns the
-- steps completed and the dependents that are ready now; the latter are not counted down here,
-- since to be started is their next write. The caller holds the runs.
create function pgflow._complete_steps(
  decisions pgflow.step_decision[],
  out completed pgflow.step_ref[],
  out ready pgflow.step_ref[]
)
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  with done as (
    update pgflow.step_states as s
    set status = 'completed', remaining_tasks = 0, ended_at = pgflow._now(),
      output = coalesce(
        case d.output_from
          when 'tasks' then (
            select jsonb_agg(t.output order by t.task_index)
            from pgflow.step_tasks as t
            where t.run_id = d.run_id and t.step_index = d.step_index and t.status = 'completed')
          when 'task' then (
            select t.output
            from pgflow.step_tasks as t
            where t.run_id = d.run_id and t.step_index = d.step_index and t.task_index = 0)
          else d.output
        end,
        case d.output_from when 'tasks' then '[]'::jsonb else 'null' end)
    from unnest(decisions) as d
    where s.run_id = any (array[d.run_id]) and s.step_index = d.step_index and s.status = 'started'
    returning s.run_id, s.step_index, s.flow_id
  ), unblocked as (
    select d.run_id, n.step_index, count(*)::integer as deps
    from done as d
    join pgflow.steps as p on p.flow_id = d.flow_id and p.step_index = d.step_index
    cross join unnest(p.dependents) as n (step_index)
    group by d.run_id, n.step_index
  ), dependent as (
    select s.run_id, s.step_index, s.remaining_deps - u.deps as remaining_deps
    from unblocked as u
    join pgflow.step_states as s on s.run_id = any (array[u.run_id]) and s.step_index = u.step_index
  ), counted as (
    update pgflow.step_states as s
    set remaining_deps = d.remaining_deps
    from dependent as d
    where d.remaining_deps > 0 and s.run_id = any (array[d.run_id]) and s.step_index = d.step_index
  )
  select
    coalesce(
      (select array_agg(row(d.run_id, d.step_index, null)::pgflow.step_ref) from done as d), '{}'),
    coalesce(
      (select array_agg(row(d.run_id, d.step_index, null)::pgflow.step_ref)
        from dependent as d where d.remaining_deps = 0), '{}')
  into completed, ready;
end
$$;

-- 30_internal/complete_tasks.sql
-- Stores the outputs of started tasks whose claim_no is the live one; all others are stale.
-- results: [{run_id, step_index, task_index, claim_no, delivery, output}]. A missing output or a
-- JSON null is stored as JSON null. The caller holds the runs.
create function pgflow._complete_tasks(results jsonb, out outcomes pgflow.task_outcome[])
language plpgsql volatile
set search_path = ''
as $$
begin
  with result as (
    select *
    from jsonb_to_recordset(results) as r (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer,
      output jsonb)
  ), settled as (
    update pgflow.step_tasks as t
    set status = 'completed', output = coalesce(r.output, 'null'), error = null,
      ended_at = pgflow._now()
    from result as r
    where t.run_id = any (array[r.run_id])
      and t.step_index = r.step_index
      and t.task_index = r.task_index
      and t.claim_no = r.claim_no
      and t.status = 'started'
    returning row(r.delivery, t.run_id, t.step_index, t.task_index, t.claim_no, 'completed', null)
      ::pgflow.task_outcome as outcome
  )
  select coalesce(array_agg(s.outcome), '{}') into outcomes from settled as s;

  if cardinality(outcomes) < jsonb_array_length(results) then
    outcomes := outcomes || array(
      select distinct
        row(r.delivery, r.run_id, r.step_index, r.task_index, r.claim_no, 'stale', null)
          ::pgflow.task_outcome
      from jsonb_to_recordset(results) as r (
        delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer)
      where not exists (
        select from unnest(outcomes) as o
        where (o.run_id, o.step_index, o.task_index, o.claim_no)
          = (r.run_id, r.step_index, r.task_index, r.claim_no)));
  end if;
end
$$;

-- 30_internal/continue_steps.sql
-- Gives started steps the further tasks of their decisions, and hands over what the windows allow.
-- Indexes go on where the step stopped; a plug-in that numbers otherwise fails its step. The caller
-- holds the runs.
create function pgflow._continue_steps(decisions pgflow.step_decision[])
returns pgflow.step_failure[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
  v_hook text;
  v_failures pgflow.step_failure[] := '{}';
begin
  foreach v_decision in array decisions loop
    v_hook := 'handle_step_task_completion';
    begin
      perform pgflow._add_tasks(v_decision);
      v_hook := 'enqueue_step_tasks';
      perform pgflow._hand_over_tasks(array[
        row(v_decision.run_id, v_decision.step_index, null)::pgflow.step_ref]);
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      v_failures := v_failures || row(v_decision.run_id, v_decision.step_index,
        pgflow._plugin_error(
          pgflow._hook_schema(v_decision.run_id, v_decision.step_index, v_hook), v_hook,
          sqlstate, sqlerrm))::pgflow.step_failure;
    end;
  end loop;
  return v_failures;
end
$$;

-- 30_internal/count_drained.sql
-- Counts steps down to no task outstanding that were drained, but are not to be completed for it.
-- Where the type is per_task, that has been done.
create function pgflow._count_drained(decisions pgflow.step_decision[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.step_states as s
  set remaining_tasks = 0
  from unnest(decisions) as d, pgflow.steps as p, pgflow.step_types as y
  where d.action <> 'complete'
    and s.run_id = any (array[d.run_id]) and s.step_index = d.step_index
    and p.flow_id = s.flow_id and p.step_index = s.step_index
    and y.step_type = p.step_type and not y.per_task;
end
$$;

-- 30_internal/count_runs.sql
-- Counts runs down by their completed steps and ends those that are whole: one write per run and
-- transaction. A run that failed in this transaction is counted down too, since a retry goes on
-- from there, but its status and change_seq are those that the failure gave it.
-- changed: runs that changed in other ways as well; a run may be named twice.
create function pgflow._count_runs(changed uuid[], completed pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.runs as r
  set change_seq = r.change_seq + (r.status = 'started')::integer,
    remaining_steps = r.remaining_steps - c.steps,
    status = case
      when r.status = 'started' and r.remaining_steps = c.steps then 'completed'
      else r.status
    end,
    ended_at = case
      when r.status = 'started' and r.remaining_steps = c.steps then pgflow._now()
      else r.ended_at
    end
  from (
    select n.run_id, sum(n.steps)::integer as steps
    from (
      select i.run_id, 0 as steps from unnest(changed) as i (run_id)
      union all
      select s.run_id, 1 from unnest(completed) as s
    ) as n
    group by n.run_id
  ) as c
  where r.run_id = any (array[c.run_id]) and (r.status = 'started' or c.steps > 0);
end
$$;

-- 30_internal/decide_steps.sql
-- What becomes of steps that have tasks just settled, or no tasks at all; those that are not
-- started any more are passed over. Counts them down, hands their next tasks over, as many as the
-- window then allows, and asks the step types, one call per type, about those that are drained and,
-- where the type is per_task, about all. The one constructor of drained_step. A drained step is not
-- counted down, unless its type is per_task: to be completed is its next write.
-- Returns the decisions to complete a step and to continue it, the steps to complete though they
-- have tasks outstanding, and those that failed; `wait` asks for nothing. The caller holds the
-- runs.
create function pgflow._decide_steps(
  steps pgflow.step_ref[],
  out completions pgflow.step_decision[],
  out continuations pgflow.step_decision[],
  out unfinished pgflow.step_ref[],
  out failures pgflow.step_failure[]
)
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_group record;
  v_answers pgflow.step_decision[];
  v_decisions pgflow.step_decision[] := '{}';
begin
  unfinished := '{}';
  for v_group in
    with step as (
      select s.run_id, s.step_index, s.flow_id, d.step_slug, d.config, s.task_count,
        s.remaining_tasks - coalesce(cardinality(r.settled_tasks), 0) as remaining_tasks,
        coalesce(r.settled_tasks, '{}') as settled_tasks,
        s.next_task_index < s.task_count as has_waiting, t.schema_name, t.per_task
      from unnest(steps) as r
      join pgflow.step_states as s
        on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
      join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
      join pgflow.step_types as t on t.step_type = d.step_type
      where s.status = 'started'
    ), counted as (
      update pgflow.step_states as s
      set remaining_tasks = c.remaining_tasks
      from step as c
      where (c.remaining_tasks > 0 or c.per_task)
        and s.run_id = any (array[c.run_id]) and s.step_index = c.step_index
    )
    select s.schema_name, s.per_task,
      array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref) filter (where s.has_waiting)
        as waiting,
      array_agg(
        row(s.run_id, s.step_index, s.flow_id, s.step_slug, s.config, s.task_count,
          s.remaining_tasks, s.settled_tasks)::pgflow.drained_step)
        filter (where s.remaining_tasks = 0 or s.per_task) as drained
    from step as s
    group by s.schema_name, s.per_task
    order by s.schema_name
  loop
    if v_group.waiting is not null then
      perform pgflow._hand_over_tasks(v_group.waiting);
    end if;
    if v_group.drained is not null then
      v_answers := pgflow._ask_completion(v_group.schema_name, v_group.drained);
      v_decisions := v_decisions || v_answers;
      if v_group.per_task then
        unfinished := unfinished || array(
          select row(s.run_id, s.step_index, null)::pgflow.step_ref
          from unnest(v_group.drained::pgflow.drained_step[]) as s
          join unnest(v_answers) as d on d.run_id = s.run_id and d.step_index = s.step_index
          where s.remaining_tasks > 0 and d.action = 'complete');
      end if;
    end if;
  end loop;

  select
    coalesce(array_agg(d) filter (where d.action = 'complete'), '{}'),
    coalesce(array_agg(d) filter (where d.action = 'continue'), '{}'),
    coalesce(array_agg(
      row(d.run_id, d.step_index, coalesce(d.error, pgflow._unexplained(d.run_id, d.step_index)))
        ::pgflow.step_failure) filter (where d.action = 'fail'), '{}')
  into completions, continuations, failures
  from unnest(v_decisions) as d;

  if cardinality(completions) < cardinality(v_decisions) then
    perform pgflow._count_drained(v_decisions);
  end if;
end
$$;

-- 30_internal/definition_hash.sql
-- Names the shape of a flow: slugs, types, dependencies, configs and backends. Neither the order of
-- the steps nor their options count.
create function pgflow._definition_hash(definition jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select encode(sha256(convert_to(jsonb_agg(
    jsonb_build_array(s.step_slug, s.step_type, s.config, s.backend,
      array(select distinct a from unnest(s.after) as a order by a))
    order by s.step_slug collate "C")::text, 'UTF8')), 'hex')
  from pgflow._definition_steps(definition) as s
$$;

-- 30_internal/definition_steps.sql
-- The steps of a flow definition as rows; step_index is the position.
create function pgflow._definition_steps(definition jsonb)
returns table (
  step_index smallint, step_slug text, step_type text, after text[], config jsonb, backend text,
  options jsonb
)
language sql immutable
set search_path = ''
as $$
  select (s.ordinality - 1)::smallint, s.value ->> 'slug', coalesce(s.value ->> 'type', 'single'),
    array(select jsonb_array_elements_text(coalesce(nullif(s.value -> 'after', 'null'), '[]'))),
    coalesce(nullif(s.value -> 'config', 'null'), '{}'),
    coalesce(s.value ->> 'backend', definition ->> 'backend'),
    coalesce(nullif(s.value -> 'options', 'null'), '{}')
  from jsonb_array_elements(definition -> 'steps') with ordinality as s
$$;

-- 30_internal/end_dead_workers.sql
-- Writes down as dead the workers that were not heard of for a lease, and forgets those that ended
-- before a time, but for the last that served a flow version: when that was is what
-- pgflow.unserved_flows tells. Returns how many died. A worker that is just heard of is skipped.
create function pgflow._end_dead_workers(forget_before timestamptz) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_dead integer;
begin
  update pgflow.workers as w
  set ended_at = v_now, end_reason = 'dead'
  where w.worker_id = any (array(
    select o.worker_id from pgflow.workers as o
    where o.ended_at is null and o.alive_until < v_now
    for no key update skip locked));
  get diagnostics v_dead = row_count;

  delete from pgflow.workers as w
  where w.ended_at < forget_before
    and not exists (
      select from unnest(w.flow_ids) as f (flow_id)
      where not exists (
        select from pgflow.workers as o
        where o.backend = w.backend
          and f.flow_id = any (o.flow_ids)
          and (o.heartbeat_at, o.worker_id) > (w.heartbeat_at, w.worker_id)));
  return v_dead;
end
$$;

-- 30_internal/fail_steps.sql
-- Fails steps, and with them their runs: what else the runs had in hand is withdrawn. A step or run
-- that has ended is left as it is. The caller holds the runs.
create function pgflow._fail_steps(failures pgflow.step_failure[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_run_ids uuid[];
begin
  with failed as (
    update pgflow.step_states as s
    set status = 'failed', error = f.error, ended_at = v_now
    from unnest(failures) as f
    where s.run_id = any (array[f.run_id])
      and s.step_index = f.step_index
      and s.status in ('created', 'started')
    returning s.run_id, s.step_index, s.flow_id, s.error
  ), first_failed as (
    select distinct on (f.run_id) f.run_id, f.error, d.step_slug
    from failed as f
    join pgflow.steps as d on d.flow_id = f.flow_id and d.step_index = f.step_index
    order by f.run_id, f.step_index
  ), ended as (
    update pgflow.runs as r
    set status = 'failed', ended_at = v_now, change_seq = r.change_seq + 1,
      error = f.error || jsonb_build_object('step', f.step_slug)
    from first_failed as f
    where r.run_id = any (array[f.run_id]) and r.status = 'started'
    returning r.run_id
  )
  select array_agg(e.run_id) into v_run_ids from ended as e;

  if v_run_ids is not null then
    perform pgflow._withdraw_runs(v_run_ids);
  end if;
end
$$;

-- 30_internal/fail_tasks.sql
-- Records failed attempts of started tasks whose claim_no is the live one; all others are stale. A
-- task with attempts left is queued again, unless its error is final.
-- results: [{run_id, step_index, task_index, claim_no, delivery, error: {code, message, final}}].
-- The caller holds the runs.
create function pgflow._fail_tasks(results jsonb, out outcomes pgflow.task_outcome[])
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  with result as (
    select *
    from jsonb_to_recordset(results) as r (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer,
      error jsonb)
  ), attempt as (
    select r.*, n.at as failed_at,
      case when t.attempt_count < d.max_attempts and (r.error -> 'final') is distinct from 'true'
        then pgflow._retry_at(n.at, t.attempt_count, d.base_delay_ms, d.max_delay_ms)
      end as retry_at
    from result as r
    join pgflow.step_tasks as t
      on t.run_id = any (array[r.run_id])
        and t.step_index = r.step_index and t.task_index = r.task_index
    join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index
    cross join (select pgflow._now() as at) as n
  ), settled as (
    update pgflow.step_tasks as t
    set status = case when a.retry_at is null then 'failed'::pgflow.task_status else 'queued' end,
      visible_at = coalesce(a.retry_at, t.visible_at),
      error = pgflow._as_error(a.error),
      ended_at = case when a.retry_at is null then a.failed_at end,
      failed_at = case when a.retry_at is null then a.failed_at end
    from attempt as a
    where t.run_id = any (array[a.run_id])
      and t.step_index = a.step_index
      and t.task_index = a.task_index
      and t.claim_no = a.claim_no
      and t.status = 'started'
    returning t.run_id, t.step_index, t.task_index, t.claim_no, a.retry_at
  )
  select coalesce(array_agg(o.outcome), '{}') into outcomes
  from (
    select distinct on (r.run_id, r.step_index, r.task_index, r.claim_no)
      row(r.delivery, r.run_id, r.step_index, r.task_index, r.claim_no,
        case
          when s.run_id is null then 'stale'
          when s.retry_at is null then 'failed'
          else 'retry'
        end, s.retry_at)::pgflow.task_outcome
        as outcome
    from result as r
    left join settled as s using (run_id, step_index, task_index, claim_no)
  ) as o;
end
$$;

-- 30_internal/failed_tasks.sql
-- The one constructor of failed_task: tasks that have used up their attempts, with their type's
-- schema, or null where the type has no handle_step_task_failure.
create function pgflow._failed_tasks(outcomes pgflow.task_outcome[])
returns table (schema_name name, failed pgflow.failed_task)
language sql stable
set search_path = ''
as $$
  select case when y.has_task_failure then y.schema_name end,
    row(t.run_id, t.step_index, t.task_index, t.flow_id, d.step_slug, d.config, t.error)
      ::pgflow.failed_task
  from unnest(outcomes) as o
  join pgflow.step_tasks as t
    on t.run_id = any (array[o.run_id])
      and t.step_index = o.step_index and t.task_index = o.task_index
  join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index
  join pgflow.step_types as y on y.step_type = d.step_type
  where o.outcome = 'failed'
$$;

-- 30_internal/flow_to_start.sql
-- The version of a flow that a new run uses: the one asked for, or the current one. Raises PF001
-- for an unknown flow or version.
create function pgflow._flow_to_start(flow_slug text, version integer) returns pgflow.flows
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow pgflow.flows;
begin
  if version is null then
    select * into v_flow
    from pgflow.flows as f where f.flow_slug = _flow_to_start.flow_slug and f.is_current;
  else
    select * into v_flow
    from pgflow.flows as f
    where f.flow_slug = _flow_to_start.flow_slug and f.version = _flow_to_start.version;
  end if;
  if v_flow.flow_id is null then
    raise exception using errcode = 'PF001',
      message = format('there is no flow "%s"', flow_slug)
        || coalesce(' with a version ' || version, ''),
      hint = 'Define it (pgflow.define_flow), or start a worker that serves it.';
  end if;
  return v_flow;
end
$$;

-- 30_internal/give_up_tasks.sql
-- Decides what becomes of the failed tasks of a batch: where the step type goes on with an output
-- in their place, the task counts as completed; every other one fails its step and run, with the
-- error of the type beside that of the task (hook_error) where the type could not say. Returns the
-- outcomes of the tasks that go on. The caller holds the runs.
create function pgflow._give_up_tasks(outcomes pgflow.task_outcome[])
returns pgflow.task_outcome[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
  v_decisions pgflow.task_decision[];
  v_replaced pgflow.task_decision[];
  v_outcomes pgflow.task_outcome[] := '{}';
begin
  for v_group in
    select f.schema_name, array_agg(f.failed) as failed
    from pgflow._failed_tasks(outcomes) as f
    group by f.schema_name
  loop
    v_decisions := '{}';
    v_replaced := '{}';
    if v_group.schema_name is not null then
      v_decisions := array(
        select d from pgflow._ask_failure(v_group.schema_name, v_group.failed) as d);
      v_replaced := array(select d from unnest(v_decisions) as d where d.action = 'continue');
      update pgflow.step_tasks as t
      set status = 'completed', failed_at = null, output = coalesce(d.output, 'null')
      from unnest(v_replaced) as d
      where t.run_id = any (array[d.run_id])
        and t.step_index = d.step_index
        and t.task_index = d.task_index
        and t.status = 'failed';
    end if;
    perform pgflow._fail_steps(array(
      select row(f.run_id, f.step_index, f.error
        || jsonb_build_object('task_index', f.task_index)
        || coalesce((
          select jsonb_build_object('hook_error', d.extra) from unnest(v_decisions) as d
          where d.action = 'raised' and (d.run_id, d.step_index, d.task_index)
            = (f.run_id, f.step_index, f.task_index)), '{}'))::pgflow.step_failure
      from unnest(v_group.failed) as f
      where not exists (
        select from unnest(v_replaced) as d
        where (d.run_id, d.step_index, d.task_index) = (f.run_id, f.step_index, f.task_index))));
    v_outcomes := v_outcomes || array(
      select row(o.delivery, o.run_id, o.step_index, o.task_index, o.claim_no, 'completed',
        o.visible_at)::pgflow.task_outcome
      from unnest(outcomes) as o
      join unnest(v_replaced) as d using (run_id, step_index, task_index)
      where o.outcome = 'failed');
  end loop;
  return v_outcomes;
end
$$;

-- 30_internal/hand_over_tasks.sql
-- Hands tasks to their backend up to each step's window. The caller holds the runs.
create function pgflow._hand_over_tasks(steps pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_handed_over pgflow.task_ref[];
begin
  with open as (
    select s.run_id, s.step_index, s.next_task_index as lowest,
      least(s.task_count, s.task_count - s.remaining_tasks + d.task_window) as upto
    from unnest(steps) as r
    join pgflow.step_states as s on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    where s.status = 'started' and s.next_task_index < s.task_count
  ), moved as (
    update pgflow.step_states as s
    set next_task_index = o.upto
    from open as o
    where s.run_id = any (array[o.run_id]) and s.step_index = o.step_index and o.upto > o.lowest
  )
  select array_agg(
    row(t.run_id, t.step_index, t.task_index, t.flow_id, greatest(t.visible_at, v_now))
      ::pgflow.task_ref
    order by t.run_id, t.step_index, t.task_index)
  into v_handed_over
  from open as o
  join pgflow.step_tasks as t
    on t.run_id = any (array[o.run_id])
      and t.step_index = o.step_index
      and t.task_index >= o.lowest
      and t.task_index < o.upto;

  perform pgflow._call_backends('enqueue_step_tasks', v_handed_over);
end
$$;

-- 30_internal/hook_name.sql
-- A hook as errors name it, by the schema that its plug-in registered with: such as
-- 'step type "map": pgflow_map.handle_step_start'. Hooks of step types begin with handle_.
create function pgflow._hook_name(schema_name name, hook text) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(': ',
    case when hook like 'handle\_%'
      then (select format('step type "%s"', t.step_type) from pgflow.step_types as t
        where t.schema_name = _hook_name.schema_name)
      else (select format('worker backend "%s"', b.backend) from pgflow.worker_backends as b
        where b.schema_name = _hook_name.schema_name)
    end,
    format('%I.%I', schema_name, hook))
$$;

-- 30_internal/hook_schema.sql
-- The schema of the plug-in whose hook a step calls: its type's for a hook that begins with
-- handle_, its backend's otherwise.
create function pgflow._hook_schema(run_id uuid, step_index smallint, hook text) returns name
language sql stable
set search_path = ''
as $$
  select case when hook like 'handle\_%' then t.schema_name else b.schema_name end
  from pgflow.step_states as s
  join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
  join pgflow.step_types as t on t.step_type = d.step_type
  join pgflow.worker_backends as b on b.backend = d.backend
  where s.run_id = _hook_schema.run_id and s.step_index = _hook_schema.step_index
$$;

-- 30_internal/insert_flow.sql
-- Stores a checked definition as the next version of its flow. The queue's name ends in the
-- identity of the version, so it is unique however the slug is cut to fit 47 characters.
create function pgflow._insert_flow(definition jsonb, definition_hash text) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_slug constant text := definition ->> 'slug';
  v_flow_id constant integer := nextval(pg_get_serial_sequence('pgflow.flows', 'flow_id'));
begin
  insert into pgflow.flows (flow_id, flow_slug, version, is_current, definition_hash, backend,
    queue, root_steps, step_count, defined_at)
  overriding system value
  select v_flow_id, v_slug,
    coalesce((select max(f.version) from pgflow.flows as f where f.flow_slug = v_slug), 0) + 1,
    false, _insert_flow.definition_hash, definition ->> 'backend',
    left(v_slug, 36) || '-' || v_flow_id,
    array_agg(s.step_index order by s.step_index) filter (where cardinality(s.after) = 0), count(*),
    pgflow._now()
  from pgflow._definition_steps(definition) as s;

  with step as materialized (
    select * from pgflow._definition_steps(definition)
  ), edge as materialized (
    select distinct s.step_index, d.step_index as dep_index, d.step_slug as dep_slug
    from step as s
    cross join unnest(s.after) as a (slug)
    join step as d on d.step_slug = a.slug
  )
  insert into pgflow.steps (flow_id, step_index, step_slug, step_type, backend, config,
    dep_indexes, dep_slugs, dependents, max_attempts, base_delay_ms, max_delay_ms, timeout_ms,
    task_window)
  select v_flow_id, s.step_index, s.step_slug, s.step_type, s.backend, s.config,
    coalesce(d.indexes, '{}'), coalesce(d.slugs, '{}'), coalesce(n.indexes, '{}'), 1, 0, 0, 1, 1
  from step as s
  left join (
    select e.step_index, array_agg(e.dep_index order by e.dep_index) as indexes,
      array_agg(e.dep_slug order by e.dep_index) as slugs
    from edge as e
    group by e.step_index
  ) as d on d.step_index = s.step_index
  left join (
    select e.dep_index, array_agg(e.step_index order by e.step_index) as indexes
    from edge as e
    group by e.dep_index
  ) as n on n.dep_index = s.step_index;

  perform pgflow._set_step_options(v_flow_id, definition);
  perform pgflow._prepare_queues(v_flow_id);
  return v_flow_id;
end
$$;

-- 30_internal/insert_tasks.sql
-- Asks a step type what work there is, stores it and marks the steps started. Returns the steps
-- that have no task, and the tasks of each step's window. The definitions go straight from the
-- plug-in into the table: a map of 100,000 elements is never held in an array.
-- Joins steps with tasks, both of them arrays, and reads no table: that wants a hash.
create function pgflow._insert_tasks(
  schema_name name,
  steps pgflow.ready_step[],
  out drained pgflow.step_ref[],
  out handed_over pgflow.task_ref[]
)
language plpgsql volatile
set search_path = ''
set enable_hashjoin = on
as $$
#variable_conflict use_column
declare
  v_now constant timestamptz := pgflow._now();
  v_started pgflow.started_step[];
  v_wrong text;
begin
  with made as (
    insert into pgflow.step_tasks as t
      (run_id, step_index, task_index, flow_id, visible_at, input)
    select d.run_id, d.step_index, d.task_index, s.flow_id, coalesce(d.visible_at, v_now), d.input
    from pgflow._dispatch_step_start(schema_name, steps) as d
    left join unnest(steps) as s on s.run_id = d.run_id and s.step_index = d.step_index
    returning t.run_id, t.step_index, t.task_index, t.flow_id, t.visible_at
  ), counted as (
    select m.run_id, m.step_index, count(*)::integer as tasks,
      min(m.task_index) as lowest, max(m.task_index) as highest
    from made as m
    group by m.run_id, m.step_index
  ), started as (
    select s.run_id, s.step_index, s.step_slug, c.lowest, c.highest,
      coalesce(c.tasks, 0) as tasks,
      least(coalesce(c.tasks, 0), s.task_window) as handed_over,
      s.first_index + s.task_window as upto,
      coalesce(c.lowest, s.first_index) = s.first_index
        and coalesce(c.highest, s.first_index - 1) = s.first_index + coalesce(c.tasks, 0) - 1
        as in_order
    from unnest(steps) as s
    left join counted as c on c.run_id = s.run_id and c.step_index = s.step_index
  )
  select
    min(format('%s for step "%s", from %s to %s', s.tasks, s.step_slug, s.lowest, s.highest))
      filter (where not s.in_order),
    array_agg(row(s.run_id, s.step_index, s.tasks, s.handed_over)::pgflow.started_step),
    coalesce(array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      filter (where s.tasks = 0), '{}'),
    (select array_agg(
        row(m.run_id, m.step_index, m.task_index, m.flow_id, m.visible_at)::pgflow.task_ref
        order by m.run_id, m.step_index, m.task_index)
      from started as s
      join made as m on m.run_id = s.run_id and m.step_index = s.step_index
      where m.task_index < s.upto)
  into v_wrong, v_started, drained, handed_over
  from started as s;

  if v_wrong is not null then
    perform pgflow._refuse_answer(schema_name, 'handle_step_start',
      'the tasks of a step numbered from its first_index without gaps', v_wrong);
  end if;
  perform pgflow._mark_started(v_started);
end
$$;

-- 30_internal/is_slug.sql
-- Whether a name is a slug; null is none. The domain pgflow.slug has the same pattern.
create function pgflow._is_slug(name text) returns boolean
language sql immutable parallel safe
return coalesce(name ~ '^[a-z][a-z0-9_]{0,46}$', false);

-- 30_internal/is_transient.sql
-- Errors that are the server's and not a plug-in's: connection, rollback (deadlock, serialization),
-- resources, operator intervention, internal. They are raised again instead of failing a step.
create function pgflow._is_transient(error_code text) returns boolean
language sql immutable parallel safe
return left(error_code, 2) in ('08', '40', '53', '57', 'XX');

-- 30_internal/lock_registry.sql
-- One registration at a time: each writes the dispatch functions anew.
create function pgflow._lock_registry() returns void
language sql volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtext('pgflow.register'))
$$;

-- 30_internal/lock_runs.sql
-- Locks runs in run_id order: the first lock of every settle, cancel and retry, and a statement of
-- its own, so that the statements after it see what the last holder committed.
create function pgflow._lock_runs(run_ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform from pgflow.runs as r
  where r.run_id = any (run_ids)
  order by r.run_id
  for no key update;
  -- race point: runs locked
end
$$;

-- 30_internal/make_tasks.sql
-- Starts steps of one type: stores their tasks and hands the first window to the backend. All of it
-- stands in one subtransaction; when a plug-in raises, the steps are tried one by one, each in its
-- own, so that only the guilty one fails and nothing of it is left. What cannot be stored of the
-- answer of a type (an index twice, a step that was not asked about) breaks its contract.
create function pgflow._make_tasks(
  schema_name name,
  steps pgflow.ready_step[],
  out drained pgflow.step_ref[],
  out failures pgflow.step_failure[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook text := 'handle_step_start';
  v_table text;
  v_detail text;
  v_made record;
  v_step pgflow.ready_step;
begin
  failures := '{}';

  begin
    v_made := pgflow._insert_tasks(schema_name, steps);
    drained := v_made.drained;
    v_hook := 'enqueue_step_tasks';
    perform pgflow._call_backends(v_hook, v_made.handed_over);
    return;
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    drained := '{}';
    if cardinality(steps) = 1 then
      get stacked diagnostics v_table = table_name, v_detail = pg_exception_detail;
      failures := array[row(steps[1].run_id, steps[1].step_index, case
        when v_hook = 'handle_step_start' and v_table = 'step_tasks'
          then pgflow._plugin_error(schema_name, v_hook, 'PF202', format(
            '%s must give one task for each index of the steps that it is asked about, and gave '
              'one that cannot be stored: %s. %s',
            pgflow._hook_name(schema_name, v_hook), sqlerrm, v_detail))
        else pgflow._plugin_error(
          pgflow._hook_schema(steps[1].run_id, steps[1].step_index, v_hook), v_hook, sqlstate,
          sqlerrm)
        end)::pgflow.step_failure];
      return;
    end if;
  end;

  foreach v_step in array steps loop
    v_made := pgflow._make_tasks(schema_name, array[v_step]);
    drained := drained || v_made.drained;
    failures := failures || v_made.failures;
  end loop;
end
$$;

-- 30_internal/mark_started.sql
-- Marks steps started, which wait for nothing then, and counts their tasks. The caller holds the
-- runs.
create function pgflow._mark_started(steps pgflow.started_step[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.step_states as ss
  set status = 'started', started_at = pgflow._now(), remaining_deps = 0,
    task_count = ss.task_count + s.tasks,
    remaining_tasks = ss.remaining_tasks + s.tasks,
    next_task_index = ss.next_task_index + s.handed_over
  from unnest(steps) as s
  where ss.run_id = any (array[s.run_id]) and ss.step_index = s.step_index;
end
$$;

-- 30_internal/now.sql
-- The clock of the engine; a test database replaces it. It runs once per task or call, and a SET
-- clause would keep it from being inlined: its body is bound to pg_catalog when it is created.
create function pgflow._now() returns timestamptz
language sql volatile parallel safe
return pg_catalog.clock_timestamp();

-- 30_internal/plugin_error.sql
-- The error of a step whose plug-in raised or broke its contract: a code of class PF is kept with
-- its message, and everything else becomes PF201. raised_by names the plug-in and its function;
-- the messages of _call_backends name them already.
create function pgflow._plugin_error(
  schema_name name,
  hook text,
  error_code text,
  error_message text
) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('raised_by', n.hook_name, 'message', case
      when error_code like 'PF%' or starts_with(error_message, n.hook_name) then error_message
      else format('%s raised %s: %s', n.hook_name, error_code, error_message) end)
    || case when error_code like 'PF%' then jsonb_build_object('code', error_code)
      else jsonb_build_object('code', 'PF201', 'sqlstate', error_code) end
  from (select pgflow._hook_name(schema_name, hook) as hook_name) as n
$$;

-- 30_internal/prepare_queues.sql
-- Lets each backend that a flow version uses make the version's queue, and one that is to read it.
-- What a backend raises is raised with the same code, and names the backend and its function.
create function pgflow._prepare_queues(flow_id integer, reader text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_hook constant text := 'prepare_queues';
  v_backend record;
  v_detail text;
  v_hint text;
  v_context text;
begin
  for v_backend in
    select distinct b.schema_name, f.queue
    from pgflow.flows as f
    join pgflow.steps as s on s.flow_id = f.flow_id
    join pgflow.worker_backends as b on b.backend in (s.backend, f.backend, reader)
    where f.flow_id = _prepare_queues.flow_id
    order by b.schema_name
  loop
    begin
      execute format('select %I.%I($1)', v_backend.schema_name, v_hook)
        using array[v_backend.queue];
    exception when others then
      if pgflow._is_transient(sqlstate) then
        raise;
      end if;
      get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_context = pg_exception_context;
      perform pgflow._raise_named(v_backend.schema_name, v_hook, sqlstate, sqlerrm, v_detail,
        v_hint, v_context);
    end;
  end loop;
end
$$;

-- 30_internal/raise_named.sql
-- Raises again what a hook of a backend raised, under its code, with the names of the backend and
-- of the function. context: where it was raised, whose first line goes into the detail. hint: empty
-- where there was none, as the diagnostics have it; raised again, it would be a line without words.
create function pgflow._raise_named(
  schema_name name,
  hook text,
  error_code text,
  error_message text,
  detail text,
  hint text,
  context text
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_message constant text := format('%s raised %s: %s', pgflow._hook_name(schema_name, hook),
    error_code, error_message);
  v_detail constant text := concat_ws(e'\n', nullif(detail, ''), split_part(context, e'\n', 1));
begin
  if hint = '' then
    raise exception using errcode = error_code, message = v_message, detail = v_detail;
  end if;
  raise exception using errcode = error_code, message = v_message, detail = v_detail, hint = hint;
end
$$;

-- 30_internal/redeliver_tasks.sql
-- Has the backends deliver again what is overdue and has no delivery any more: up to 10,000 tasks
-- of the next 1,000 open runs, so that each time costs about the same, however many there are.
-- Returns how many were. Locks nothing: a task that is settled meanwhile has a delivery too many,
-- which the next claim drops. A backend that raises keeps nobody from the rest of housekeeping.
create function pgflow._redeliver_tasks(overdue_before timestamptz) returns integer
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_run_ids constant uuid[] := array(
    select r.run_id
    from pgflow.runs as r
    where r.ended_at is null
      and r.run_id > (
        select coalesce(h.last_run_id, '00000000-0000-0000-0000-000000000000')
        from pgflow.housekeeping as h)
    order by r.run_id
    limit 1000);
  v_overdue constant pgflow.task_ref[] := array(
    select row(t.run_id, t.step_index, t.task_index, t.flow_id, pgflow._now())::pgflow.task_ref
    from pgflow.step_states as s
    join pgflow.step_tasks as t on t.run_id = s.run_id and t.step_index = s.step_index
    where s.run_id = any (v_run_ids)
      and s.status = 'started'
      and t.task_index < s.next_task_index
      and t.status in ('queued', 'started')
      and t.visible_at < overdue_before
    order by t.run_id, t.step_index, t.task_index
    limit 10000);
begin
  update pgflow.housekeeping set last_run_id = v_run_ids[1000];
  begin
    return pgflow._call_backends('redeliver_step_tasks', v_overdue);
  exception when others then
    if pgflow._is_transient(sqlstate) then
      raise;
    end if;
    raise warning 'tasks could not be delivered again: %', sqlerrm;
    return 0;
  end;
end
$$;

-- 30_internal/refuse_answer.sql
-- Raises PF202 for what a hook answered, saying what was expected of it and what it gave.
create function pgflow._refuse_answer(schema_name name, hook text, expected text, given text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using errcode = 'PF202', message = format('%s must give %s, and gave %s',
    pgflow._hook_name(schema_name, hook), expected, given);
end
$$;

-- 30_internal/refuse_plugin.sql
-- Refuses to register a plug-in. Names it, the function that was called, what was expected and what
-- was found. kind: "step type" or "worker backend"; problem: goes on after "refuses <plug-in>:".
create function pgflow._refuse_plugin(
  error_code text,
  kind text,
  name text,
  problem text,
  expected text,
  given text,
  hint text
) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using errcode = error_code,
    message = format('pgflow.register_%s refuses %s %s: %s', replace(kind, ' ', '_'), kind,
      coalesce('"' || name || '"', 'null'), problem),
    detail = format('Expected: %s. Found: %s.', expected, coalesce(given, 'null')),
    hint = hint;
end
$$;

-- 30_internal/refuse_step.sql
-- Raises PF009 for a step whose type is not installed, PF010 for one whose backend is not, or that
-- has none. Names the flow, the step, what it wants and what there is.
create function pgflow._refuse_step(
  flow_slug text,
  step_slug text,
  step_type text,
  backend text,
  no_type boolean
) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if no_type then
    raise exception using errcode = 'PF009',
      message = format('step type "%s" of step "%s" is not installed', step_type, step_slug),
      detail = format('Flow "%s". Installed: %s.', flow_slug, (
        select string_agg(format('"%s"', t.step_type), ', ' order by t.step_type)
        from pgflow.step_types as t)),
      hint = 'Install the SQL of its package (migrate), which registers it.';
  end if;
  raise exception using errcode = 'PF010',
    message = case
      when backend is null then format('step "%s" has no backend', step_slug)
      else format('worker backend "%s" of step "%s" is not installed', backend, step_slug) end,
    detail = format('Flow "%s". Installed: %s.', flow_slug, coalesce((
      select string_agg(format('"%s"', b.backend), ', ' order by b.backend)
      from pgflow.worker_backends as b), 'none')),
    hint = 'Install the SQL of its package (migrate), which registers it, and name it in the '
      'flow where more than one is installed.';
end
$$;

-- 30_internal/reset_steps.sql
-- Makes the failed and cancelled steps of a run open again: one that has tasks is started, any
-- other is created. What they wait for is counted anew, since a step that ends otherwise than
-- completed is left with the numbers that it has. Returns those that are ready, and those whose
-- tasks had all been done. The caller holds the run and has reset its tasks.
create function pgflow._reset_steps(
  run_id uuid,
  out ready pgflow.step_ref[],
  out drained pgflow.step_ref[]
)
language sql volatile
set search_path = ''
as $$
  with reset as (
    update pgflow.step_states as s
    set status = case
        when s.task_count > 0 then 'started'::pgflow.step_status else 'created'
      end,
      started_at = case when s.task_count > 0 then s.started_at end,
      ended_at = null, error = null,
      remaining_deps = (
        select count(*)
        from unnest(d.dep_indexes) as n (step_index)
        join pgflow.step_states as o on o.run_id = s.run_id and o.step_index = n.step_index
        where o.status <> 'completed'),
      remaining_tasks = (
        select count(*) from pgflow.step_tasks as t
        where t.run_id = s.run_id and t.step_index = s.step_index and t.status <> 'completed')
    from pgflow.steps as d
    where s.run_id = _reset_steps.run_id and s.status in ('failed', 'cancelled')
      and d.flow_id = s.flow_id and d.step_index = s.step_index
    returning s.*
  )
  select
    coalesce(array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      filter (where s.status = 'created' and s.remaining_deps = 0), '{}'),
    coalesce(array_agg(row(s.run_id, s.step_index, null)::pgflow.step_ref)
      filter (where s.status = 'started' and s.remaining_tasks = 0), '{}')
  from reset as s
$$;

-- 30_internal/reset_tasks.sql
-- Makes the failed and cancelled tasks of a run outstanding again, with fresh attempts; also those
-- that failed and had an output put in their place, as the step failed all the same. They keep
-- their error, as no other completed task does. Returns those that were handed over before and so
-- need a delivery. The caller holds the run.
create function pgflow._reset_tasks(run_id uuid) returns pgflow.task_ref[]
language sql volatile
set search_path = ''
as $$
  with reset as (
    update pgflow.step_tasks as t
    set status = 'queued', attempt_count = 0, visible_at = pgflow._now(), ended_at = null,
      failed_at = null, output = null
    from pgflow.step_states as s
    where t.run_id = _reset_tasks.run_id
      and s.run_id = t.run_id
      and s.step_index = t.step_index
      and s.status in ('failed', 'cancelled')
      and (t.status in ('failed', 'cancelled') or t.status = 'completed' and t.error is not null)
    returning t.run_id, t.step_index, t.task_index, t.flow_id, t.visible_at, s.next_task_index
  )
  select array_agg(
    row(r.run_id, r.step_index, r.task_index, r.flow_id, r.visible_at)::pgflow.task_ref
    order by r.step_index, r.task_index)
  from reset as r
  where r.task_index < r.next_task_index
$$;

-- 30_internal/resolve_backend.sql
-- The definition with its backend named: where it names none and only one is installed, that one.
create function pgflow._resolve_backend(definition jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when definition ->> 'backend' is null and jsonb_typeof(definition) = 'object' then
      definition || jsonb_build_object('backend', (
        select min(b.backend) from pgflow.worker_backends as b having count(*) = 1))
    else definition
  end
$$;

-- 30_internal/retry_at.sql
-- When a task whose attempt number `attempt` (from 1) failed may be tried again: exponential from
-- base_ms, capped at max_ms, then between half and the whole of it, so that tasks that failed
-- together do not come back together.
create function pgflow._retry_at(
  failed_at timestamptz,
  attempt integer,
  base_ms integer,
  max_ms integer
) returns timestamptz
language sql volatile parallel safe
set search_path = ''
as $$
  select failed_at + make_interval(secs =>
    least(max_ms, base_ms * 2 ^ least(attempt - 1, 30)) / 1000 * (0.5 + random() / 2))
$$;

-- 30_internal/run_flow_id.sql
-- The flow version of a run. Raises PF002 for an unknown run.
create function pgflow._run_flow_id(run_id uuid) returns integer
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id integer;
begin
  select r.flow_id into v_flow_id from pgflow.runs as r where r.run_id = _run_flow_id.run_id;
  if v_flow_id is null then
    raise exception using errcode = 'PF002', message = format('there is no run %s', run_id);
  end if;
  return v_flow_id;
end
$$;

-- 30_internal/set_step_options.sql
-- Sets the options of a flow version's steps from its definition; what it does not name gets the
-- default: 3 attempts, delays from 1 s up to 5 min, a timeout of 60 s, a window of 256 tasks.
-- Raises PF008 for a value that is none.
create function pgflow._set_step_options(flow_id integer, definition jsonb) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.steps as s
  set max_attempts = coalesce((d.options ->> 'maxAttempts')::integer, 3),
    base_delay_ms = coalesce((d.options ->> 'baseDelayMs')::integer, 1000),
    max_delay_ms = coalesce((d.options ->> 'maxDelayMs')::integer, 300000),
    timeout_ms = coalesce((d.options ->> 'timeoutMs')::integer, 60000),
    task_window = coalesce((d.options ->> 'concurrency')::integer, 256)
  from pgflow._definition_steps(definition) as d
  where s.flow_id = _set_step_options.flow_id and s.step_slug = d.step_slug;
exception
  when check_violation or invalid_text_representation or numeric_value_out_of_range then
    raise exception using errcode = 'PF008',
      message = format('flow "%s" has a bad option', definition ->> 'slug'), detail = sqlerrm,
      hint = 'Options are whole numbers: maxAttempts >= 1, baseDelayMs and maxDelayMs >= 0, '
        'timeoutMs >= 1, concurrency >= 1.';
end
$$;

-- 30_internal/settled_steps.sql
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

-- 30_internal/start_steps.sql
-- Starts steps that wait for nothing more, one call per step type; those whose run has ended
-- meanwhile are passed over. The one constructor of ready_step. Returns the steps that have no
-- task, and those that failed to start. The caller holds the runs.
create function pgflow._start_steps(
  steps pgflow.step_ref[],
  out drained pgflow.step_ref[],
  out failures pgflow.step_failure[]
)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_group record;
  v_made record;
begin
  drained := '{}';
  failures := '{}';

  for v_group in
    select t.schema_name,
      array_agg(
        row(s.run_id, s.step_index, s.flow_id, d.step_slug, d.config, s.task_count, d.task_window)
          ::pgflow.ready_step) as ready
    from unnest(steps) as r
    join pgflow.step_states as s on s.run_id = any (array[r.run_id]) and s.step_index = r.step_index
    join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
    join pgflow.step_types as t on t.step_type = d.step_type
    where s.status = 'created'
    group by t.schema_name
    order by t.schema_name
  loop
    v_made := pgflow._make_tasks(v_group.schema_name, v_group.ready);
    drained := drained || v_made.drained;
    failures := failures || v_made.failures;
  end loop;
end
$$;

-- 30_internal/step_ref.sql
-- Finds a step of a run by its slug. Raises PF002 for an unknown run, PF003 for an unknown step.
create function pgflow._step_ref(run_id uuid, step_slug text) returns pgflow.step_ref
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id constant integer := pgflow._run_flow_id(run_id);
  v_step_index smallint;
begin
  select s.step_index into v_step_index
  from pgflow.steps as s
  where s.flow_id = v_flow_id and s.step_slug = _step_ref.step_slug;
  if v_step_index is null then
    raise exception using errcode = 'PF003',
      message = format('run %s has no step "%s"', run_id, step_slug);
  end if;
  return row(run_id, v_step_index, null)::pgflow.step_ref;
end
$$;

-- 30_internal/take_tasks.sql
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

-- 30_internal/unexplained.sql
-- The error of a step that its type failed without giving one.
create function pgflow._unexplained(run_id uuid, step_index smallint) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('code', 'PF201', 'raised_by', n.hook_name,
    'message', format('%s failed the step and gave no error', n.hook_name))
  from (
    select pgflow._hook_name(
      pgflow._hook_schema(run_id, step_index, h.hook), h.hook) as hook_name
    from (values ('handle_step_task_completion')) as h (hook)) as n
$$;

-- 30_internal/uuid_v7.sql
-- A time-ordered UUID (RFC 9562, version 7) on every server version: 48 bits of milliseconds over a
-- random UUID, whose version bits are turned from 4 into 7. Bound to pg_catalog, so no SET clause.
create function pgflow._uuid_v7() returns uuid
language sql volatile parallel safe
return encode(
  set_bit(set_bit(
    overlay(
      uuid_send(gen_random_uuid())
      placing substring(int8send((extract(epoch from pgflow._now()) * 1000)::bigint) from 3)
      from 1 for 6),
    52, 1), 53, 1),
  'hex')::uuid;

-- 30_internal/withdraw_runs.sql
-- Cancels whatever of these runs has not ended: steps, tasks and deliveries. The caller holds the
-- runs and has given them their own status.
create function pgflow._withdraw_runs(run_ids uuid[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- race point: runs ended
  update pgflow.step_states as s
  set status = 'cancelled', ended_at = pgflow._now()
  where s.run_id = any (run_ids) and s.status in ('created', 'started');

  perform pgflow._withdraw_tasks(array(
    select row(s.run_id, s.step_index, null)::pgflow.step_ref
    from pgflow.step_states as s
    where s.run_id = any (run_ids) and s.remaining_tasks > 0));
end
$$;

-- 30_internal/withdraw_tasks.sql
-- Cancels the outstanding tasks of steps and withdraws their deliveries. The caller holds the runs.
-- Waits for a claim that holds one of the tasks; a claim waits for nobody.
create function pgflow._withdraw_tasks(steps pgflow.step_ref[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_delivered pgflow.task_ref[];
begin
  select array_agg(row(t.run_id, t.step_index, t.task_index, t.flow_id, null)::pgflow.task_ref)
  into v_delivered
  from unnest(steps) as s
  join pgflow.step_states as o on o.run_id = any (array[s.run_id]) and o.step_index = s.step_index
  join pgflow.step_tasks as t on t.run_id = any (array[o.run_id]) and t.step_index = o.step_index
  where t.status in ('queued', 'started') and t.task_index < o.next_task_index;

  update pgflow.step_tasks as t
  set status = 'cancelled', ended_at = pgflow._now()
  from unnest(steps) as s
  where t.run_id = any (array[s.run_id])
    and t.step_index = s.step_index
    and t.status in ('queued', 'started');

  -- race point: tasks cancelled
  perform pgflow._call_backends('cancel_step_tasks', v_delivered);
end
$$;

-- 30_internal/write_dispatch.sql
-- Writes the functions through which core calls the hooks of every settle: in each, one static call
-- per registered schema, whose plan lasts as long as the session. An `execute` would be parsed and
-- planned at every call. Called when a plug-in registers; its caller holds the registry.
create function pgflow._write_dispatch() returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_types constant name[] := array(
    select t.schema_name from pgflow.step_types as t order by t.schema_name);
  v_backends constant name[] := array(
    select b.schema_name from pgflow.worker_backends as b order by b.schema_name);
begin
  perform pgflow._write_dispatcher('_dispatch_step_start', 'pgflow.ready_step[]',
    'setof pgflow.task_definition', v_types,
    'return query select * from %I.handle_step_start(input); return');
  perform pgflow._write_dispatcher('_dispatch_step_task_completion', 'pgflow.drained_step[]',
    'pgflow.step_decision[]', v_types,
    'return array(select d from %I.handle_step_task_completion(input) as d)');
  perform pgflow._write_dispatcher('_dispatch_enqueue', 'pgflow.queued_task[]',
    'void', v_backends,
    'perform %I.enqueue_step_tasks(input); return');
end
$$;

-- 30_internal/write_dispatcher.sql
-- Writes one function (schema_name name, input <input_type>) that runs `statement`, with the schema
-- in the place of its %I, for whichever of the schemas it is called with. A plug-in plans as it
-- likes: what core's entry points turn off is on again.
create function pgflow._write_dispatcher(
  function_name name,
  input_type text,
  result_type text,
  schemas name[],
  statement text
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_branches constant text := (
    select coalesce(string_agg(
      format('  if schema_name = %L then %s; end if;', s, format(statement, s)), e'\n'), '')
    from unnest(schemas) as s);
begin
  execute format(
    'create or replace function pgflow.%I(schema_name name, input %s) returns %s
     language plpgsql volatile
     set search_path = '''' set join_collapse_limit = 8
     set enable_hashjoin = on set enable_seqscan = on as %L',
    function_name, input_type, result_type,
    format(
      e'\nbegin\n%s\n  raise exception ''no plug-in has the schema "%%"'', schema_name;\nend\n',
      v_branches));
  execute format(
    'revoke execute on function pgflow.%I(name, %s) from public', function_name, input_type);
end
$$;

-- 40_api/cancel_run.sql
-- Cancels a run that has not ended: its steps and tasks end, its deliveries are withdrawn, and
-- workers that are at one of its tasks hear of it with their next heartbeat. Answers whether it
-- did. Raises PF002 for an unknown run. Locks the run.
create function pgflow.cancel_run(run_id uuid) returns boolean
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
begin
  perform pgflow._run_flow_id(run_id);
  perform pgflow._lock_runs(array[run_id]);
  update pgflow.runs as r
  set status = 'cancelled', ended_at = pgflow._now(), change_seq = r.change_seq + 1
  where r.run_id = cancel_run.run_id and r.status = 'started';
  if not found then
    return false;
  end if;
  perform pgflow._withdraw_runs(array[run_id]);
  return true;
end
$$;

-- 40_api/complete_step.sql
-- Completes one started step with an output from outside (an approval, a signal); tasks that it has
-- outstanding are withdrawn. Answers whether it did; a step that is not started is left as it is.
-- Locks the run.
create function pgflow.complete_step(run_id uuid, step_slug text, output jsonb) returns boolean
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_step constant pgflow.step_ref := pgflow._step_ref(run_id, step_slug);
  v_done record;
begin
  perform pgflow._lock_runs(array[run_id]);
  v_done := pgflow._complete_decided(array[row(v_step.run_id, v_step.step_index, 'complete',
    'value', output, null, null, null)::pgflow.step_decision]);
  if cardinality(v_done.completed) = 0 then
    return false;
  end if;
  perform pgflow._withdraw_tasks(array[v_step]);
  perform pgflow._advance_runs(
    array[run_id], v_done.ready, '{}', v_done.completed);
  return true;
end
$$;

-- 40_api/complete_step_tasks.sql
-- Settles tasks as completed; see settle_step_tasks.
create function pgflow.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
as $$
  select * from pgflow.settle_step_tasks(results, '[]')
$$;

-- 40_api/contract_version.sql
-- The version of the contracts that this core keeps with step types and worker backends,
-- major.minor: a minor one adds what plug-ins may use, a major one changes what they rely on.
create function pgflow.contract_version() returns text
language sql immutable parallel safe
return '1.0';

-- 40_api/define_flow.sql
-- Stores a flow definition and returns its version. The same shape is the same version, another
-- shape is the next one; safe when called at once by many. The first version is the current one;
-- later only current => true moves new runs to a version, and sets the options of its steps.
-- definition: {slug, backend, steps: [{slug, type, after, config, backend, options}]}.
-- Raises PF004 to PF010 for a bad definition.
create function pgflow.define_flow(definition jsonb, current boolean default false)
returns pgflow.flow_version
language plpgsql volatile
set search_path = ''
as $$
declare
  v_definition constant jsonb := pgflow._resolve_backend(definition);
  v_slug constant text := v_definition ->> 'slug';
  v_hash text;
  v_flow_id integer;
  v_version pgflow.flow_version;
begin
  perform pgflow._check_definition(v_definition);
  v_hash := pgflow._definition_hash(v_definition);
  select f.flow_id into v_flow_id
  from pgflow.flows as f where f.flow_slug = v_slug and f.definition_hash = v_hash;

  -- race point: version looked up
  if v_flow_id is null or current then
    perform pg_advisory_xact_lock(hashtext('pgflow.define_flow'), hashtext(v_slug));
    select f.flow_id into v_flow_id
    from pgflow.flows as f where f.flow_slug = v_slug and f.definition_hash = v_hash;
    if v_flow_id is null then
      v_flow_id := pgflow._insert_flow(v_definition, v_hash);
    elsif current then
      perform pgflow._set_step_options(v_flow_id, v_definition);
    end if;
    -- race point: version stored
    if current or not exists (
      select from pgflow.flows as f where f.flow_slug = v_slug and f.is_current
    ) then
      update pgflow.flows as f set is_current = false
      where f.flow_slug = v_slug and f.is_current and f.flow_id <> v_flow_id;
      update pgflow.flows as f set is_current = true where f.flow_id = v_flow_id;
    end if;
  end if;

  select f.flow_id, f.flow_slug, f.version, f.queue into v_version
  from pgflow.flows as f where f.flow_id = v_flow_id;
  return v_version;
end
$$;

-- 40_api/extend_step_tasks.sql
-- Moves the ends of leases. Answers per claim: ok; stale (the claim_no is not the live one); or
-- cancelled. On the last two the worker aborts the handler.
-- claims: [{run_id, step_index, task_index, claim_no, delivery}]. A task that another transaction
-- holds is being settled or taken: it is left alone and answered ok, and the next call will tell.
-- So this waits for no task, and cannot deadlock with a settle. Called by backends, which move the
-- deliveries of the ok ones in the same transaction.
create function pgflow.extend_step_tasks(claims jsonb, visible_at timestamptz)
returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
  with claim as (
    select *
    from jsonb_to_recordset(claims) as c (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer)
  ), live as materialized (
    select t.run_id, t.step_index, t.task_index
    from claim as c
    join pgflow.step_tasks as t
      on t.run_id = any (array[c.run_id])
        and t.step_index = c.step_index and t.task_index = c.task_index
    where t.claim_no = c.claim_no and t.status = 'started'
    for no key update of t skip locked
  ), extended as (
    update pgflow.step_tasks as t
    set visible_at = extend_step_tasks.visible_at
    from live as l
    where t.run_id = any (array[l.run_id])
      and t.step_index = l.step_index and t.task_index = l.task_index
  )
  select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no,
    case
      when t.claim_no is distinct from c.claim_no then 'stale'
      when t.status = 'started' then 'ok'
      when t.status = 'cancelled' then 'cancelled'
      else 'stale'
    end,
    case when l.run_id is not null then extend_step_tasks.visible_at end
  from claim as c
  left join pgflow.step_tasks as t
    on t.run_id = any (array[c.run_id])
      and t.step_index = c.step_index and t.task_index = c.task_index
  left join live as l
    on l.run_id = c.run_id and l.step_index = c.step_index and l.task_index = c.task_index
$$;

-- 40_api/fail_step.sql
-- Fails one step that has not ended, and with it its run. Answers whether it did. Locks the run.
-- error: {"code", "message", ...}.
create function pgflow.fail_step(run_id uuid, step_slug text, error jsonb) returns boolean
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_step constant pgflow.step_ref := pgflow._step_ref(run_id, step_slug);
begin
  perform pgflow._lock_runs(array[run_id]);
  if not exists (
    select from pgflow.step_states as s
    where s.run_id = v_step.run_id and s.step_index = v_step.step_index
      and s.status in ('created', 'started')
  ) then
    return false;
  end if;
  perform pgflow._fail_steps(array[
    row(v_step.run_id, v_step.step_index, pgflow._as_error(error))::pgflow.step_failure]);
  return true;
end
$$;

-- 40_api/fail_step_tasks.sql
-- Settles attempts as failed and answers per task: retry at a time, or failed; see
-- settle_step_tasks.
create function pgflow.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
as $$
  select * from pgflow.settle_step_tasks('[]', results)
$$;

-- 40_api/fail_unserved_runs.sql
-- Fails the runs that have a step whose tasks no worker would have been brought for a time (and
-- that is at least that old), with the error PF016. Returns how many. For housekeeping, or an
-- operator. Locks the runs.
create function pgflow.fail_unserved_runs(unserved_for interval) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before constant timestamptz := pgflow._now() - unserved_for;
  v_run_ids uuid[];
begin
  v_run_ids := array(
    select distinct r.run_id
    from pgflow.unserved_flows as u
    join pgflow.runs as r on r.flow_id = u.flow_id and r.ended_at is null
    join pgflow.step_states as s on s.run_id = r.run_id
    join pgflow.steps as d
      on d.flow_id = s.flow_id and d.step_index = s.step_index and d.backend = u.backend
    where s.status = 'started' and s.remaining_tasks > 0 and s.started_at < v_before
      and coalesce(u.last_served_at < v_before, true));
  if cardinality(v_run_ids) = 0 then
    return 0;
  end if;

  perform pgflow._lock_runs(v_run_ids);
  with failed as (
    update pgflow.runs as r
    set status = 'failed', ended_at = pgflow._now(), change_seq = r.change_seq + 1,
      error = jsonb_build_object('code', 'PF016', 'message',
        format('no worker has served this version of the flow for %s', unserved_for))
    where r.run_id = any (v_run_ids) and r.status = 'started'
    returning r.run_id
  )
  select coalesce(array_agg(f.run_id), '{}') into v_run_ids from failed as f;
  perform pgflow._withdraw_runs(v_run_ids);
  return cardinality(v_run_ids);
end
$$;

-- 40_api/fail_unstarted_step_tasks.sql
-- Attempts at tasks failed before any worker started them: each counts like one that failed later,
-- and both share max_attempts. results: [{run_id, step_index, task_index, delivery, error: {code,
-- message}}]. One row per result: retry or failed, as in settle_step_tasks; gone or hidden, as in
-- start_step_tasks, of a task that is not to be started now. None for a task of a run that another
-- transaction holds, which may be a user's: it is to be reported again.
-- Locks, in order: runs (those that are free), tasks, step states. Called by backends that push.
create function pgflow.fail_unstarted_step_tasks(results jsonb) returns setof pgflow.task_outcome
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run_ids uuid[];
  v_deliveries pgflow.task_delivery[];
  v_claims pgflow.claimed_task[];
  v_failed jsonb;
begin
  v_run_ids := array(
    select r.run_id
    from pgflow.runs as r
    where r.run_id in (select (x.value ->> 'run_id')::uuid from jsonb_array_elements(results) as x)
    for no key update skip locked);
  -- race point: runs locked
  v_deliveries := array(
    select row(x.delivery, x.run_id, x.step_index, x.task_index, pgflow._now())
      ::pgflow.task_delivery
    from jsonb_to_recordset(results) as x (
      delivery text, run_id uuid, step_index smallint, task_index integer)
    where x.run_id = any (v_run_ids));
  v_claims := pgflow._claim_each(v_deliveries);

  v_failed := (
    select jsonb_agg(jsonb_build_object(
      'delivery', c.delivery, 'run_id', c.run_id, 'step_index', c.step_index,
      'task_index', c.task_index, 'claim_no', c.claim_no,
      'error', coalesce(c.refusal, x.value -> 'error')))
    from unnest(v_claims) as c
    join jsonb_array_elements(results) as x on x.value ->> 'delivery' = c.delivery
    where c.outcome = 'started');
  return query select o.* from pgflow.settle_step_tasks('[]', coalesce(v_failed, '[]')) as o;
  return query
    select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome, c.visible_at
    from unnest(v_claims) as c
    where c.outcome <> 'started';
end
$$;

-- 40_api/flow_versions.sql
-- Which flow versions queues are of. For backends, which are told of queues alone.
create function pgflow.flow_versions(queues text[]) returns setof pgflow.flow_version
language sql stable
set search_path = ''
as $$
  select f.flow_id, f.flow_slug, f.version, f.queue
  from pgflow.flows as f
  where f.queue = any (queues)
$$;

-- 40_api/get_run.sql
-- A run with its steps as one object, for clients: {run_id, flow_slug, version, status, change_seq,
-- input, output, error, created_by, started_at, ended_at, steps: [{slug, type, status, task_count,
-- remaining_tasks, output, error, started_at, ended_at}]}. Steps are in the order of the
-- definition. Raises PF002 for an unknown run.
create function pgflow.get_run(run_id uuid) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id constant integer := pgflow._run_flow_id(run_id);
begin
  return (
    select jsonb_build_object(
      'run_id', r.run_id, 'flow_slug', f.flow_slug, 'version', f.version, 'status', r.status,
      'change_seq', r.change_seq, 'input', r.input, 'output', pgflow.run_output(r.run_id),
      'error', r.error, 'created_by', r.created_by, 'started_at', r.started_at,
      'ended_at', r.ended_at, 'steps', (
        select jsonb_agg(jsonb_build_object(
          'slug', d.step_slug, 'type', d.step_type, 'status', s.status,
          'task_count', s.task_count, 'remaining_tasks', s.remaining_tasks, 'output', s.output,
          'error', s.error, 'started_at', s.started_at, 'ended_at', s.ended_at)
          order by d.step_index)
        from pgflow.step_states as s
        join pgflow.steps as d on d.flow_id = v_flow_id and d.step_index = s.step_index
        where s.run_id = r.run_id))
    from pgflow.runs as r
    join pgflow.flows as f on f.flow_id = r.flow_id
    where r.run_id = get_run.run_id);
end
$$;

-- 40_api/get_run_inputs.sql
-- The inputs of runs that are too large to ride along with each claim. Called by backends.
create function pgflow.get_run_inputs(run_ids uuid[]) returns table (run_id uuid, input jsonb)
language sql stable
set search_path = ''
as $$
  select r.run_id, r.input from pgflow.runs as r where r.run_id = any (run_ids)
$$;

-- 40_api/get_run_progress.sql
-- The part of get_run that is cheap to ask for again and again: no inputs, no outputs. Raises PF002
-- for an unknown run.
create function pgflow.get_run_progress(run_id uuid) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_flow_id constant integer := pgflow._run_flow_id(run_id);
begin
  return (
    select jsonb_build_object(
      'run_id', r.run_id, 'status', r.status, 'change_seq', r.change_seq, 'error', r.error,
      'steps', (
        select jsonb_agg(jsonb_build_object(
          'slug', d.step_slug, 'status', s.status,
          'task_count', s.task_count, 'remaining_tasks', s.remaining_tasks)
          order by d.step_index)
        from pgflow.step_states as s
        join pgflow.steps as d on d.flow_id = v_flow_id and d.step_index = s.step_index
        where s.run_id = r.run_id))
    from pgflow.runs as r
    where r.run_id = get_run_progress.run_id);
end
$$;

-- 40_api/heartbeat_worker.sql
-- A worker lives, with so many tasks in hand, and is to be taken for alive for a lease. One that
-- was taken for dead is alive again. Called by backends with each extend_step_tasks, also with no
-- task in hand.
create function pgflow.heartbeat_worker(
  worker_id uuid,
  in_flight integer default 0,
  lease_seconds integer default 60
) returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.workers as w
  set heartbeat_at = n.at, alive_until = n.at + make_interval(secs => lease_seconds),
    in_flight = heartbeat_worker.in_flight, ended_at = null, end_reason = null
  from (select pgflow._now() as at) as n
  where w.worker_id = heartbeat_worker.worker_id
$$;

-- 40_api/housekeep.sql
-- What nobody else would notice: ends runs that no worker serves, delivers again what lost its
-- delivery, writes down which workers died. So no run stays started for ever. Returns what it did
-- as jsonb, or null when somebody else did it a moment ago or does it now; so all may call it as
-- often as they like. For a schedule (pgflow.schedule_housekeeping) and for workers.
-- Locks its row, then runs; what is locked otherwise, it leaves for the next time.
create function pgflow.housekeep() returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_settings pgflow.housekeeping;
begin
  select * into v_settings
  from pgflow.housekeeping as h
  where h.done_at <= v_now - h.every
  for update skip locked;
  if not found then
    return null;
  end if;
  update pgflow.housekeeping set done_at = v_now;
  return jsonb_build_object(
    'unserved_runs', pgflow.fail_unserved_runs(v_settings.unserved_for),
    'redelivered_tasks', pgflow._redeliver_tasks(v_now - v_settings.overdue_after),
    'dead_workers', pgflow._end_dead_workers(v_now - v_settings.keep_workers_for));
end
$$;

-- 40_api/register_step_type.sql
-- Registers a step type whose functions are in schema_name, or replaces its row. capabilities:
-- {"per_task": true} to be asked on every settled batch instead of only when a step is drained.
-- contract: the version of the contract that it is written for (pgflow.contract_version).
-- Raises PF012 (not the owner), PF004 (name), PF018 (contract), PF019 (name or schema of another
-- one), PF020 (capabilities), PF011 (no schema; functions).
create function pgflow.register_step_type(
  step_type text,
  schema_name name,
  capabilities jsonb default '{}',
  contract text default '1.0'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind constant text := 'step type';
  v_has_task_start boolean;
  v_has_task_failure boolean;
begin
  perform pgflow._check_owner(v_kind, step_type);
  perform pgflow._lock_registry();
  perform pgflow._check_contract(v_kind, step_type, contract);
  perform pgflow._check_plugin_name(v_kind, step_type, schema_name, (
    select jsonb_object_agg(t.step_type, t.schema_name) from pgflow.step_types as t));
  perform pgflow._check_capabilities(
    v_kind, step_type, capabilities, '{"per_task": [true, false]}');
  perform pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_start(pgflow.ready_step[])', 'SETOF pgflow.task_definition', true);
  perform pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_task_completion(pgflow.drained_step[])', 'SETOF pgflow.step_decision', true);
  v_has_task_start := pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_task_start(pgflow.started_task[])', 'SETOF pgflow.task_input', false);
  v_has_task_failure := pgflow._check_plugin_function(v_kind, step_type, schema_name,
    'handle_step_task_failure(pgflow.failed_task[])', 'SETOF pgflow.task_decision', false);

  insert into pgflow.step_types as t
  values (step_type, schema_name, capabilities, v_has_task_start, v_has_task_failure,
    coalesce((capabilities ->> 'per_task')::boolean, false), pgflow._now(), contract)
  on conflict on constraint step_types_pkey do update
  set schema_name = excluded.schema_name, capabilities = excluded.capabilities,
    has_task_start = excluded.has_task_start, has_task_failure = excluded.has_task_failure,
    per_task = excluded.per_task, registered_at = excluded.registered_at,
    contract = excluded.contract;
  perform pgflow._write_dispatch();
end
$$;

-- 40_api/register_worker_backend.sql
-- Registers a worker backend whose functions are in schema_name, or replaces its row. capabilities:
-- {"delivery": "pull"} needs read_queued_step_tasks as well; "push" does not.
-- contract: the version of the contract that it is written for (pgflow.contract_version).
-- Raises PF012 (not the owner), PF004 (name), PF018 (contract), PF019 (name or schema of another
-- one), PF020 (capabilities), PF011 (no schema; functions).
create function pgflow.register_worker_backend(
  backend text,
  schema_name name,
  capabilities jsonb default '{}',
  contract text default '1.0'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_outcomes constant text := 'SETOF pgflow.task_outcome';
  v_claims constant text := 'SETOF pgflow.claimed_task';
  v_kind constant text := 'worker backend';
begin
  perform pgflow._check_owner(v_kind, backend);
  perform pgflow._lock_registry();
  perform pgflow._check_contract(v_kind, backend, contract);
  perform pgflow._check_plugin_name(v_kind, backend, schema_name, (
    select jsonb_object_agg(b.backend, b.schema_name) from pgflow.worker_backends as b));
  perform pgflow._check_capabilities(
    v_kind, backend, capabilities, '{"delivery": ["pull", "push"]}', 'delivery');
  perform pgflow._check_plugin_function(
    v_kind, backend, schema_name, f.signature, f.result_type, true)
  from (values
    ('prepare_queues(text[])', 'void'),
    ('enqueue_step_tasks(pgflow.queued_task[])', 'void'),
    ('cancel_step_tasks(pgflow.queued_task[])', 'void'),
    ('redeliver_step_tasks(pgflow.queued_task[])', 'integer'),
    ('start_step_tasks(uuid,text[],integer)', v_claims),
    ('complete_step_tasks(jsonb)', v_outcomes),
    ('fail_step_tasks(jsonb)', v_outcomes),
    ('extend_step_tasks(uuid,jsonb,integer)', v_outcomes),
    ('release_step_tasks(jsonb)', v_outcomes)
  ) as f (signature, result_type);
  perform pgflow._check_plugin_function(v_kind, backend, schema_name,
    'read_queued_step_tasks(uuid,text[],integer,integer)', v_claims,
    capabilities ->> 'delivery' = 'pull');

  insert into pgflow.worker_backends as b
  values (backend, schema_name, capabilities, pgflow._now(), contract)
  on conflict on constraint worker_backends_pkey do update
  set schema_name = excluded.schema_name, capabilities = excluded.capabilities,
    registered_at = excluded.registered_at, contract = excluded.contract;
  perform pgflow._write_dispatch();
end
$$;

-- 40_api/release_step_tasks.sql
-- Gives back claimed tasks that were not begun: queued again at once, without a spent attempt; the
-- claim_no is used up. Answers ok or stale per claim; a task in other hands is left alone (its
-- lease will run out). claims: as in extend_step_tasks. Called by backends, which make the
-- deliveries of the ok ones visible in the same transaction.
create function pgflow.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language sql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
  with claim as (
    select *
    from jsonb_to_recordset(claims) as c (
      delivery text, run_id uuid, step_index smallint, task_index integer, claim_no integer)
  ), live as materialized (
    select t.run_id, t.step_index, t.task_index
    from claim as c
    join pgflow.step_tasks as t
      on t.run_id = any (array[c.run_id])
        and t.step_index = c.step_index and t.task_index = c.task_index
    where t.claim_no = c.claim_no and t.status = 'started'
    for no key update of t skip locked
  ), released as (
    update pgflow.step_tasks as t
    set status = 'queued', visible_at = pgflow._now(), attempt_count = t.attempt_count - 1
    from live as l
    where t.run_id = any (array[l.run_id])
      and t.step_index = l.step_index and t.task_index = l.task_index
    returning t.run_id, t.step_index, t.task_index, t.visible_at
  )
  select c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no,
    case when r.run_id is null then 'stale' else 'ok' end, r.visible_at
  from claim as c
  left join released as r using (run_id, step_index, task_index)
$$;

-- 40_api/retry_run.sql
-- Puts the failed and cancelled steps of a failed or cancelled run back to work: what completed
-- stays, every other task has fresh attempts, and claim_no goes on. Raises PF002 for an unknown run
-- and PF014 for one that has neither failed nor been cancelled. Locks the run.
create function pgflow.retry_run(run_id uuid) returns void
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_run_id constant uuid := retry_run.run_id;
  v_steps record;
begin
  perform pgflow._run_flow_id(v_run_id);
  perform pgflow._lock_runs(array[v_run_id]);
  update pgflow.runs as r
  set status = 'started', ended_at = null, error = null
  where r.run_id = v_run_id and r.status in ('failed', 'cancelled');
  if not found then
    raise exception using errcode = 'PF014',
      message = format('run %s has neither failed nor been cancelled', v_run_id),
      hint = 'Only a failed or cancelled run can be retried.';
  end if;

  -- race point: run reopened
  perform pgflow._call_backends('enqueue_step_tasks', pgflow._reset_tasks(v_run_id));
  -- race point: tasks requeued
  v_steps := pgflow._reset_steps(v_run_id);
  perform pgflow._hand_over_tasks(array(
    select row(s.run_id, s.step_index, null)::pgflow.step_ref
    from pgflow.step_states as s where s.run_id = v_run_id and s.status = 'started'));
  perform pgflow._advance_runs(array[v_run_id], v_steps.ready, v_steps.drained);
end
$$;

-- 40_api/run_output.sql
-- The output of a completed run: the outputs of the steps that no other step runs after, by slug.
-- Null for a run that is not completed.
create function pgflow.run_output(run_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_object_agg(d.step_slug, s.output)
  from pgflow.runs as r
  join pgflow.steps as d on d.flow_id = r.flow_id and d.dependents = '{}'
  join pgflow.step_states as s on s.run_id = r.run_id and s.step_index = d.step_index
  where r.run_id = run_output.run_id and r.status = 'completed'
$$;

-- 40_api/schedule_housekeeping.sql
-- Has pg_cron call pgflow.housekeep every minute, where this database has it; a second call changes
-- nothing. Returns whether it has. Installing calls it, so it is for who installs pg_cron later.
create function pgflow.schedule_housekeeping() returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)'
  using 'pgflow-housekeeping', '* * * * *', 'select pgflow.housekeep()';
  return true;
end
$$;

-- 40_api/settle_step_tasks.sql
-- Settles a batch of results in one transaction: tasks, the steps that they drain, the steps that
-- those unblock (with their deliveries), and the runs that end. A late or doubled result changes
-- nothing and answers stale; nothing raises for it.
-- completed: [{run_id, step_index, task_index, claim_no, delivery, output}];
-- failed: the same with error {code, message, final} instead of output. delivery comes back as it
-- is. Locks, in order: runs by run_id, tasks, step states. Called by backends.
create function pgflow.settle_step_tasks(completed jsonb, failed jsonb)
returns setof pgflow.task_outcome
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_completed pgflow.task_outcome[];
  v_failed pgflow.task_outcome[] := '{}';
  v_replaced pgflow.task_outcome[] := '{}';
begin
  perform pgflow._lock_runs(array(
    select (r.value ->> 'run_id')::uuid from jsonb_array_elements(completed || failed) as r));
  v_completed := pgflow._complete_tasks(completed);
  if jsonb_array_length(failed) > 0 then
    v_failed := pgflow._fail_tasks(failed);
    v_replaced := pgflow._give_up_tasks(v_failed);
  end if;
  -- race point: tasks settled
  perform pgflow._advance_runs(
    array(
      select o.run_id from unnest(v_completed || v_failed) as o where o.outcome <> 'stale'),
    '{}', pgflow._settled_steps(v_completed || v_replaced));
  -- race point: runs advanced
  return query select * from unnest(v_completed || v_failed);
end
$$;

-- 40_api/source_value.sql
-- For step types: the output of a dependency of a run's step or, where dep_slug is null, the run's
-- input. Null where the dependency has no output. Step types plan as they like; this looks up by
-- key whatever they chose.
create function pgflow.source_value(run_id uuid, flow_id integer, dep_slug text) returns jsonb
language sql stable
set search_path = ''
set enable_seqscan = off
as $$
  select case
    when dep_slug is null then (
      select r.input from pgflow.runs as r where r.run_id = source_value.run_id)
    else (
      select s.output
      from pgflow.steps as d
      join pgflow.step_states as s on s.run_id = source_value.run_id and s.step_index = d.step_index
      where d.flow_id = source_value.flow_id and d.step_slug = source_value.dep_slug)
  end
$$;

-- 40_api/start_flow.sql
-- Starts a run and returns its id: a UUIDv7, or the run_id given. version null: the current
-- version. Raises PF001 (unknown flow or version), PF013 (no input), PF015 (run_id in use); then
-- nothing is left. The run's first tasks are delivered when this transaction commits.
create function pgflow.start_flow(
  flow_slug text,
  input jsonb default '{}',
  version integer default null,
  run_id uuid default null,
  created_by text default null
) returns uuid
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_flow constant pgflow.flows := pgflow._flow_to_start(flow_slug, version);
  v_run_id constant uuid := coalesce(run_id, pgflow._uuid_v7());
begin
  if input is null then
    raise exception using errcode = 'PF013', message = 'the input of a run must not be null',
      hint = 'Pass ''{}'', or a JSON null.';
  end if;

  begin
    insert into pgflow.runs (run_id, flow_id, remaining_steps, input, created_by, started_at)
    values (v_run_id, v_flow.flow_id, v_flow.step_count, input,
      coalesce(created_by, session_user), pgflow._now());
  exception when unique_violation then
    raise exception using errcode = 'PF015',
      message = format('there is a run %s already', v_run_id);
  end;

  perform pgflow._begin_runs(array[v_run_id], v_flow);
  return v_run_id;
end
$$;

-- 40_api/start_flows.sql
-- Starts a run for each input, all in one transaction, and returns their ids in the order of the
-- inputs: new UUIDs of version 7, or the run_ids given. version null: the current version. Raises
-- PF001 (unknown flow or version), PF013 (an input is null), PF015 (a run_id in use, or not one
-- run_id for each input); then nothing is left. The runs' first tasks are delivered when
-- this transaction commits.
create function pgflow.start_flows(
  flow_slug text,
  inputs jsonb[],
  version integer default null,
  run_ids uuid[] default null,
  created_by text default null
) returns setof uuid
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_flow constant pgflow.flows := pgflow._flow_to_start(flow_slug, version);
  v_run_ids constant uuid[] := coalesce(run_ids,
    array(select pgflow._uuid_v7() from generate_series(1, cardinality(inputs))));
begin
  if inputs is null or array_position(inputs, null) is not null then
    raise exception using errcode = 'PF013', message = 'the input of a run must not be null',
      hint = 'Pass ''{}'', or a JSON null.';
  end if;
  begin
    insert into pgflow.runs (run_id, flow_id, remaining_steps, input, created_by, started_at)
    select i.run_id, v_flow.flow_id, v_flow.step_count, i.input,
      coalesce(created_by, session_user), pgflow._now()
    from unnest(v_run_ids, inputs) as i (run_id, input);
  exception
    when unique_violation then
      raise exception using errcode = 'PF015', message = 'there is such a run already',
        detail = sqlerrm;
    when not_null_violation then
      raise exception using errcode = 'PF015',
        message = format(
          '%s run_ids for %s inputs', num_nonnulls(variadic run_ids), cardinality(inputs));
  end;

  perform pgflow._begin_runs(v_run_ids, v_flow);
  return query select * from unnest(v_run_ids);
end
$$;

-- 40_api/start_step.sql
-- Starts one step that waits for nothing more. Answers whether it did; a step that has been started
-- or is still blocked is left as it is. Locks the run.
create function pgflow.start_step(run_id uuid, step_slug text) returns boolean
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_step constant pgflow.step_ref := pgflow._step_ref(run_id, step_slug);
begin
  perform pgflow._lock_runs(array[run_id]);
  if not exists (
    select from pgflow.step_states as s
    where s.run_id = v_step.run_id and s.step_index = v_step.step_index
      and s.status = 'created' and s.remaining_deps = 0
  ) then
    return false;
  end if;
  perform pgflow._advance_runs(array[run_id], array[v_step], '{}');
  return true;
end
$$;

-- 40_api/start_step_tasks.sql
-- Claims the tasks of deliveries for a worker: one row per delivery, and never an error for a
-- delivery that is late, doubled or unknown. started: the worker has the task under claim_no until
-- visible_at. gone: remove the delivery. hidden: hide it until visible_at (another lease, a retry
-- that is not due, or a neighbour of a task that is taken alone). Called by backends.
create function pgflow.start_step_tasks(worker_id uuid, deliveries pgflow.task_delivery[])
returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set join_collapse_limit = 1
as $$
declare
  v_claims pgflow.claimed_task[];
  v_busy_until timestamptz;
begin
  -- race point: deliveries read
  v_claims := pgflow._claim_tasks(worker_id, deliveries);
  -- race point: tasks taken
  return query select * from unnest(v_claims);
  if cardinality(v_claims) = cardinality(deliveries) then
    return;
  end if;

  -- A due task that was not taken is a neighbour of one taken alone (due again at once), or in the
  -- hands of another transaction (which is over soon).
  v_busy_until := pgflow._now() + case
    when exists (select from unnest(v_claims) as c where c.redelivered) then interval '0'
    else interval '1 second'
  end;
  return query
    select case when t.run_id is null or t.ended_at is not null then 'gone' else 'hidden' end,
      d.delivery, d.run_id, d.step_index, d.task_index, t.flow_id, null::text, t.claim_no,
      t.attempt_count, null::integer, null::integer, greatest(t.visible_at, v_busy_until),
      null::jsonb, null::jsonb, false, null::jsonb
    from unnest(deliveries) as d
    left join pgflow.step_tasks as t
      on t.run_id = any (array[d.run_id])
        and t.step_index = d.step_index and t.task_index = d.task_index
    where not exists (select from unnest(v_claims) as c where c.delivery = d.delivery);
end
$$;

-- 40_api/start_worker.sql
-- A worker says hello: its flow definitions are stored (which moves no current version and touches
-- no options), and it is written down as serving them, alive for a lease. Returns their versions,
-- in the order given; each has a queue on the worker's backend, also where no step of it is brought
-- by that one. Called by backends.
create function pgflow.start_worker(
  worker_id uuid,
  worker_name text,
  backend text,
  definitions jsonb,
  worker_version text default null,
  lease_seconds integer default 60
) returns setof pgflow.flow_version
language plpgsql volatile
set search_path = ''
as $$
declare
  v_versions pgflow.flow_version[] := '{}';
  v_definition jsonb;
begin
  -- In one order, so that two workers with new flows cannot deadlock in define_flow.
  perform pg_advisory_xact_lock(hashtext('pgflow.define_flow'), l.slug_hash)
  from (
    select distinct hashtext(d.value ->> 'slug') as slug_hash
    from jsonb_array_elements(definitions) as d
    order by 1
  ) as l;
  for v_definition in select d.value from jsonb_array_elements(definitions) as d loop
    v_versions := v_versions || pgflow.define_flow(v_definition);
  end loop;
  perform pgflow._prepare_queues(v.flow_id, backend) from unnest(v_versions) as v;
  insert into pgflow.workers as w
    (worker_id, worker_name, worker_version, backend, flow_ids, flows, started_at, heartbeat_at,
    alive_until)
  select start_worker.worker_id, start_worker.worker_name, start_worker.worker_version,
    start_worker.backend, f.flow_ids, f.flows, n.at, n.at,
    n.at + make_interval(secs => lease_seconds)
  from (select pgflow._now() as at) as n
  cross join (
    select coalesce(array_agg(v.flow_id), '{}') as flow_ids,
      coalesce(array_agg(v.flow_slug || '@' || v.version), '{}') as flows
    from unnest(v_versions) as v
  ) as f
  on conflict on constraint workers_pkey do update
  set flow_ids = excluded.flow_ids, flows = excluded.flows, heartbeat_at = excluded.heartbeat_at,
    alive_until = excluded.alive_until, ended_at = null, end_reason = null;
  return query select * from unnest(v_versions);
end
$$;

-- 40_api/stop_worker.sql
-- A worker says goodbye, with the reason of its end. Called by backends.
create function pgflow.stop_worker(worker_id uuid, reason text default 'stopped') returns void
language sql volatile
set search_path = ''
as $$
  update pgflow.workers as w
  set heartbeat_at = n.at, ended_at = n.at, end_reason = left(reason, 100), in_flight = 0
  from (select pgflow._now() as at) as n
  where w.worker_id = stop_worker.worker_id
$$;

-- 40_api/task_results.sql
-- For step types: the settled tasks of steps with their outputs and errors, in order.
create function pgflow.task_results(steps pgflow.drained_step[])
returns table (
  run_id uuid, step_index smallint, task_index integer, status text, output jsonb, error jsonb
)
language sql stable
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
  select t.run_id, t.step_index, t.task_index, t.status::text, t.output, t.error
  from unnest(steps) as s
  join pgflow.step_tasks as t on t.run_id = any (array[s.run_id]) and t.step_index = s.step_index
  where t.ended_at is not null
  order by t.run_id, t.step_index, t.task_index
$$;

-- 50_single/00_pgflow_single.sql
create schema if not exists pgflow_single;
comment on schema pgflow_single is
  'The built-in step type: one task per step, whose output is the output of the step.';
revoke all on schema pgflow_single from public;

-- 50_single/handle_step_start.sql
-- One task per step; its input is assembled from the dependencies when it is claimed.
create function pgflow_single.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, s.first_index, null::jsonb, null::timestamptz, null::jsonb
  from unnest(steps) as s
$$;

-- 50_single/handle_step_task_completion.sql
-- The output of the task is the output of the step.
create function pgflow_single.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'task', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

-- 50_single/zz_register.sql
select pgflow.register_step_type('single', 'pgflow_single', '{}', '1.0');

-- 60_views/dead_letters.sql
-- Tasks that used up their attempts, newest first by failed_at.
create view pgflow.dead_letters with (security_invoker = true) as
select t.run_id, f.flow_slug, f.version, s.step_slug, t.task_index, t.attempt_count, t.error,
  t.failed_at
from pgflow.step_tasks as t
join pgflow.flows as f on f.flow_id = t.flow_id
join pgflow.steps as s on s.flow_id = t.flow_id and s.step_index = t.step_index
where t.failed_at is not null;

-- 60_views/unserved_flows.sql
-- Flow versions with tasks in flight that no living worker would be brought, by the backend that
-- brings them.
create view pgflow.unserved_flows with (security_invoker = true) as
select f.flow_id, f.flow_slug, f.version, d.backend, count(distinct r.run_id) as runs,
  min(s.started_at) as oldest_started_at,
  (select max(w.heartbeat_at) from pgflow.workers as w
    where f.flow_id = any (w.flow_ids) and w.backend = d.backend) as last_served_at
from pgflow.runs as r
join pgflow.flows as f on f.flow_id = r.flow_id
join pgflow.step_states as s on s.run_id = r.run_id
join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
where r.ended_at is null
  and s.status = 'started'
  and s.remaining_tasks > 0
  and not exists (
    select from pgflow.workers as w
    where f.flow_id = any (w.flow_ids)
      and w.backend = d.backend
      and w.ended_at is null
      and w.alive_until > pgflow._now())
group by f.flow_id, d.backend;

-- 60_views/waiting_flows.sql
-- The unserved flow versions that have work to do now, and not only later: a worker of such a one
-- would not start in vain.
create view pgflow.waiting_flows with (security_invoker = true) as
select u.flow_id, u.flow_slug, u.version, u.backend
from pgflow.unserved_flows as u
where exists (
  select
  from pgflow.runs as r
  join pgflow.step_states as s on s.run_id = r.run_id
  join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
  join pgflow.step_tasks as t on t.run_id = s.run_id and t.step_index = s.step_index
  where r.flow_id = u.flow_id
    and r.ended_at is null
    and s.status = 'started'
    and d.backend = u.backend
    and t.task_index < s.next_task_index
    and t.status in ('queued', 'started')
    and t.visible_at <= pgflow._now());

-- 90_grants/revoke.sql
-- Nothing of orchestration is for the public: backends call it from functions that run as the
-- owner.
revoke all on all tables in schema pgflow from public;
revoke execute on all functions in schema pgflow from public;
revoke execute on all functions in schema pgflow_single from public;

-- 99_end/schedule.sql
select pgflow.schedule_housekeeping();

-- 99_end/settings.sql
reset check_function_bodies;
