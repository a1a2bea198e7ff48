-- The part of the contract that one session can check, for authors without TypeScript. Load it with
-- psql into a test database with core and the plug-in, as the owner of the schema pgflow:
--   select * from pgflow_contract.check_worker_backend('mine');
--   select * from pgflow_contract.check_step_type('mine', '[{"config": {}, "source": [1, 2],
--     "tasks": [1, 2], "outputs": ["a", "b"], "output": ["a", "b"]}]');
-- Both answer TAP, and undo what they did. What takes two sessions, time or a crash is only in the
-- suites of @pgflow/contract-kit.
--
-- A law is a function that takes the name of a plug-in and raises when it is broken; its comment is
-- its name. Those of backends begin with backend_, those of step types with step_type_.
drop schema if exists pgflow_contract cascade;
create schema pgflow_contract;
revoke all on schema pgflow_contract from public;

-- Raises unless two values are the same.
create function pgflow_contract._is(got text, expected text, what text) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if got is distinct from expected then
    raise exception using errcode = 'assert_failure',
      message = format('%s: got %s, expected %s', what, coalesce(got, 'null'), expected);
  end if;
end
$$;

-- One TAP line for a law or a case (call, with the arguments $1 and $2), after which nothing of it
-- is left. A law that cannot be checked is not ok: what was skipped would look like what holds.
create function pgflow_contract._tap(place bigint, name text, call text, plugin text, example jsonb)
returns text
language plpgsql volatile
set search_path = ''
as $$
begin
  execute call using plugin, example;
  raise exception using errcode = 'KIT00';
exception
  when sqlstate 'KIT00' then
    return format('ok %s - %s', place, name);
  when others or assert_failure then
    return format(E'not ok %s - %s\n# %s (%s)', place, name,
      replace(sqlerrm, E'\n', E'\n# '), sqlstate);
end
$$;

-- The names and calls of the laws of a kind of plug-in.
create function pgflow_contract._laws(kind text)
returns table (name text, call text)
language sql stable
set search_path = ''
as $$
  select pg_catalog.obj_description(p.oid, 'pg_proc'),
    format('select pgflow_contract.%I($1)', p.proname)
  from pg_catalog.pg_proc as p
  where p.pronamespace = 'pgflow_contract'::regnamespace and starts_with(p.proname, kind || '_')
  order by p.proname
$$;

-- What all plug-ins have in common: a private schema whose functions bind their names.
create function pgflow_contract._check_privacy(schema_name name) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform pgflow_contract._is(
    string_agg(p.proname, ', ' order by p.proname), null, 'functions that public may execute')
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  where n.nspname = schema_name and has_function_privilege('public', p.oid, 'execute');
  perform pgflow_contract._is(
    string_agg(c.relname, ', ' order by c.relname), null, 'tables and views granted to public')
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = schema_name
    and exists (select from aclexplode(c.relacl) as g where g.grantee = 0);
  perform pgflow_contract._is(
    string_agg(p.proname, ', ' order by p.proname), null, 'functions without a search_path')
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  where n.nspname = schema_name and p.prosqlbody is null
    and not coalesce('search_path=""' = any (p.proconfig), false);
  perform pgflow_contract._is(
    string_agg(c.relname, ', ' order by c.relname), null, 'tables without row level security')
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = schema_name and c.relkind in ('r', 'p') and not c.relrowsecurity;
  perform pgflow_contract._is(
    has_schema_privilege('public', schema_name::text, 'usage')::text, 'false', 'usage by public');
end
$$;

-- Worker backends ---------------------------------------------------------------------------------

-- The schema of a registered backend.
create function pgflow_contract._backend_schema(backend text) returns name
language sql stable
set search_path = ''
as $$
  select b.schema_name from pgflow.worker_backends as b where b.backend = _backend_schema.backend
$$;

-- Defines a flow of steps with one task each, all at once or in a chain, starts it, and returns the
-- queue and the run.
create function pgflow_contract._start(
  backend text, steps integer, chained boolean default false, options jsonb default '{}',
  out queue text, out run_id uuid
)
language plpgsql volatile
set search_path = ''
as $$
begin
  select v.queue into queue
  from pgflow.define_flow(jsonb_build_object('slug', 'contract', 'backend', backend, 'steps', (
    select jsonb_agg(jsonb_build_object('slug', 's' || i, 'options', options, 'after',
      case when chained and i > 1 then jsonb_build_array('s' || i - 1) else '[]' end) order by i)
    from generate_series(1, steps) as i)), true) as v;
  run_id := pgflow.start_flow('contract', '{}');
end
$$;

-- Claims as a worker does: by reading, or by starting what the transport brings.
create function pgflow_contract._claim(backend text, queue text, quantity integer default 9)
returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
declare
  v_schema constant name := pgflow_contract._backend_schema(backend);
  v_receive constant text := current_setting('pgflow_contract.receive', true);
  v_deliveries text[];
begin
  if (select b.capabilities ->> 'delivery' = 'pull'
    from pgflow.worker_backends as b where b.backend = _claim.backend) then
    return query execute format('select * from %I.read_queued_step_tasks($1, $2, $3, 60)', v_schema)
      using gen_random_uuid(), array[queue], quantity;
    return;
  end if;
  if coalesce(v_receive, '') = '' then
    raise exception using message = 'nothing can be claimed of a backend that pushes without '
      'receive, a function (queue text, quantity integer) returns setof text that takes what its '
      'transport would bring now: check_worker_backend(''mine'', ''public.receive'')';
  end if;
  execute format('select array(select %s($1, $2))', v_receive) into v_deliveries
    using queue, quantity;
  return query select * from pgflow_contract._start_deliveries(backend, v_deliveries);
end
$$;

create function pgflow_contract._start_deliveries(backend text, deliveries text[])
returns setof pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
begin
  return query execute format('select * from %I.start_step_tasks($1, $2, 60)',
    pgflow_contract._backend_schema(backend)) using gen_random_uuid(), deliveries;
end
$$;

-- Claims what has to be one task.
create function pgflow_contract._claim_one(backend text, queue text) returns pgflow.claimed_task
language plpgsql volatile
set search_path = ''
as $$
declare
  v_claims constant pgflow.claimed_task[] :=
    array(select c from pgflow_contract._claim(backend, queue) as c);
begin
  perform pgflow_contract._is(cardinality(v_claims)::text, '1', 'tasks claimed');
  return v_claims[1];
end
$$;

create function pgflow_contract._claims_nothing(backend text, queue text, what text) returns void
language sql volatile
set search_path = ''
as $$
  select pgflow_contract._is(count(*)::text, '0', what)
  from pgflow_contract._claim(backend, queue)
$$;

-- Reports on a claim, or extends or releases it; raises unless the answer is the one expected.
create function pgflow_contract._answers(
  backend text, call text, claim pgflow.claimed_task, expected text, error jsonb default null
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_result constant jsonb := jsonb_build_array(jsonb_build_object('delivery', claim.delivery,
    'run_id', claim.run_id, 'step_index', claim.step_index, 'task_index', claim.task_index,
    'claim_no', claim.claim_no, 'output', 1, 'error', error));
  v_arguments constant text := case call when 'extend_step_tasks' then '$2, $1, 60' else '$1' end;
  v_answer text;
begin
  execute format('select string_agg(o.outcome, '','') from %I.%I(%s) as o',
    pgflow_contract._backend_schema(backend), call, v_arguments)
    into v_answer using v_result, gen_random_uuid();
  perform pgflow_contract._is(v_answer, expected, call);
end
$$;

-- A hook of a backend, called with all tasks of a run; its answer as text.
create function pgflow_contract._hook(backend text, hook text, queue text, run_id uuid)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer text;
begin
  execute format($sql$
    select %I.%I(array(
      select jsonb_populate_record(null::pgflow.queued_task,
        to_jsonb(t) || jsonb_build_object('queue', $1, 'visible_at', pgflow._now()))
      from pgflow.step_tasks as t where t.run_id = $2))::text
  $sql$, pgflow_contract._backend_schema(backend), hook) into v_answer using queue, run_id;
  return v_answer;
end
$$;

create function pgflow_contract.backend_01(backend text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pgflow.register_worker_backend(
    b.backend::text, b.schema_name, b.capabilities, b.contract)
  from pgflow.worker_backends as b where b.backend = backend_01.backend;
end
$$;
comment on function pgflow_contract.backend_01 is 'it has the functions of the contract';

create function pgflow_contract.backend_02(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_capabilities jsonb;
  v_reads boolean;
begin
  select b.capabilities, to_regprocedure(format(
    '%I.read_queued_step_tasks(uuid,text[],integer,integer)', b.schema_name)) is not null
  into v_capabilities, v_reads
  from pgflow.worker_backends as b where b.backend = backend_02.backend;
  perform pgflow_contract._is((v_capabilities - 'delivery')::text, '{}', 'unknown capabilities');
  perform pgflow_contract._is(v_capabilities ->> 'delivery',
    case when v_reads then 'pull' else 'push' end, 'delivery');
end
$$;
comment on function pgflow_contract.backend_02 is 'its capabilities are what it can do';

create function pgflow_contract.backend_03(backend text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pgflow_contract._check_privacy(pgflow_contract._backend_schema(backend));
end
$$;
comment on function pgflow_contract.backend_03 is 'its schema is private';

create function pgflow_contract.backend_04(backend text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pgflow_contract._is(string_agg(p.proname, ', ' order by p.proname), null,
    'functions of workers that are not security definer')
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  where n.nspname = pgflow_contract._backend_schema(backend) and not p.prosecdef
    and p.proname in ('read_queued_step_tasks', 'start_step_tasks', 'complete_step_tasks',
      'fail_step_tasks', 'extend_step_tasks', 'release_step_tasks');
end
$$;
comment on function pgflow_contract.backend_04 is 'its workers need no right on core';

create function pgflow_contract.backend_05(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_schema constant name := pgflow_contract._backend_schema(backend);
  v_rows integer;
  v_call text;
begin
  execute format($sql$
    select %1$I.prepare_queues('{}'), %1$I.enqueue_step_tasks('{}'), %1$I.cancel_step_tasks('{}')
  $sql$, v_schema);
  execute format($sql$ select %I.redeliver_step_tasks('{}') $sql$, v_schema) into v_rows;
  perform pgflow_contract._is(v_rows::text, '0', 'redeliver_step_tasks');
  foreach v_call in array array['start_step_tasks(gen_random_uuid(), ''{}'', 60)',
    'complete_step_tasks(''[]'')', 'fail_step_tasks(''[]'')', 'release_step_tasks(''[]'')',
    'extend_step_tasks(gen_random_uuid(), ''[]'', 60)'] loop
    execute format('select count(*) from %I.%s', v_schema, v_call) into v_rows;
    perform pgflow_contract._is(v_rows::text, '0', v_call);
  end loop;
end
$$;
comment on function pgflow_contract.backend_05 is 'an empty batch is answered with nothing';

create function pgflow_contract.backend_06(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_delivery text;
begin
  foreach v_delivery in array array['', 'x', 'x:1', '::', '-1', gen_random_uuid() || '/0/0'] loop
    perform pgflow_contract._is(count(*)::text, '0', format('rows for "%s"', v_delivery))
    from pgflow_contract._start_deliveries(backend, array[v_delivery]);
  end loop;
end
$$;
comment on function pgflow_contract.backend_06 is
  'law 3: a delivery that names no task returns no row and raises nothing';

create function pgflow_contract.backend_07(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 1);
  v_claim pgflow.claimed_task := pgflow_contract._claim_one(backend, v_run.queue);
begin
  perform pgflow_contract._is(v_claim.run_id::text, v_run.run_id::text, 'run');
  perform pgflow_contract._is(v_claim.attempt::text, '1', 'attempt');
  perform pgflow_contract._is(t.visible_at::text, v_claim.visible_at::text, 'end of the lease')
  from pgflow.step_tasks as t where t.run_id = v_run.run_id;
  perform pgflow_contract._claims_nothing(backend, v_run.queue, 'claims under a live lease');
  perform pgflow_contract._is(count(*)::text, '0', 'starts under a live lease')
  from pgflow_contract._start_deliveries(backend, array[v_claim.delivery]);
end
$$;
comment on function pgflow_contract.backend_07 is
  'laws 1 and 2: a task is claimed once while its lease lives';

create function pgflow_contract.backend_08(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 1);
  v_claim pgflow.claimed_task;
begin
  perform pgflow_contract._hook(backend, 'enqueue_step_tasks', v_run.queue, v_run.run_id);
  v_claim := pgflow_contract._claim_one(backend, v_run.queue);
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_claim, 'completed');
  perform pgflow_contract._hook(backend, 'enqueue_step_tasks', v_run.queue, v_run.run_id);
  perform pgflow_contract._claims_nothing(backend, v_run.queue, 'claims of a settled task');
end
$$;
comment on function pgflow_contract.backend_08 is
  'law 3: a doubled delivery is claimed once, that of a settled task never';

create function pgflow_contract.backend_09(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 1);
  v_claim pgflow.claimed_task := pgflow_contract._claim_one(backend, v_run.queue);
begin
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_claim, 'completed');
  perform pgflow_contract._is(pgflow.get_run(v_run.run_id) ->> 'status', 'completed', 'run');
  perform pgflow_contract._is(
    pgflow.get_run(v_run.run_id) -> 'output' ->> 's1', '1', 'output of the step');
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_claim, 'stale');
  perform pgflow_contract._answers(backend, 'fail_step_tasks', v_claim, 'stale', '{"code": "K"}');
  perform pgflow_contract._claims_nothing(backend, v_run.queue, 'claims of a settled task');
end
$$;
comment on function pgflow_contract.backend_09 is
  'law 4: a task is settled once, and a second result is stale';

create function pgflow_contract.backend_10(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 1);
  v_old constant pgflow.claimed_task := pgflow_contract._claim_one(backend, v_run.queue);
  v_new pgflow.claimed_task;
begin
  perform pgflow_contract._answers(backend, 'release_step_tasks', v_old, 'ok');
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_old, 'stale');
  v_new := pgflow_contract._claim_one(backend, v_run.queue);
  perform pgflow_contract._is(v_new.claim_no::text, (v_old.claim_no + 1)::text, 'claim_no');
  perform pgflow_contract._is(v_new.attempt::text, '1', 'attempt');
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_old, 'stale');
  perform pgflow_contract._answers(backend, 'fail_step_tasks', v_old, 'stale', '{"code": "K"}');
  perform pgflow_contract._answers(backend, 'extend_step_tasks', v_old, 'stale');
  perform pgflow_contract._answers(backend, 'release_step_tasks', v_old, 'stale');
  -- The live claim has its delivery still: a further one gets it.
  perform pgflow_contract._answers(backend, 'release_step_tasks', v_new, 'ok');
  v_new := pgflow_contract._claim_one(backend, v_run.queue);
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_new, 'completed');
end
$$;
comment on function pgflow_contract.backend_10 is
  'law 4: a released task is there at once, and the claim from before changes nothing';

create function pgflow_contract.backend_11(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(
    backend, 1, options => '{"maxAttempts": 2, "baseDelayMs": 60000}');
  v_claim constant pgflow.claimed_task := pgflow_contract._claim_one(backend, v_run.queue);
begin
  perform pgflow_contract._answers(backend, 'fail_step_tasks', v_claim, 'retry', '{"code": "K"}');
  perform pgflow_contract._claims_nothing(backend, v_run.queue, 'claims before the delay is over');
end
$$;
comment on function pgflow_contract.backend_11 is
  'law 1: a retry is not delivered before its time';

create function pgflow_contract.backend_12(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(
    backend, 1, options => '{"maxAttempts": 2, "baseDelayMs": 0}');
  v_claim pgflow.claimed_task := pgflow_contract._claim_one(backend, v_run.queue);
begin
  perform pgflow_contract._answers(backend, 'fail_step_tasks', v_claim, 'retry', '{"code": "K"}');
  v_claim := pgflow_contract._claim_one(backend, v_run.queue);
  perform pgflow_contract._is(v_claim.attempt::text, '2', 'attempt');
  perform pgflow_contract._answers(backend, 'fail_step_tasks', v_claim, 'failed', '{"code": "K"}');
  perform pgflow_contract._is(pgflow.get_run(v_run.run_id) ->> 'status', 'failed', 'run');
  perform pgflow_contract._claims_nothing(backend, v_run.queue, 'claims of a failed task');
end
$$;
comment on function pgflow_contract.backend_12 is 'law 7: attempts end';

create function pgflow_contract.backend_13(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 2, chained => true);
  v_claim pgflow.claimed_task := pgflow_contract._claim_one(backend, v_run.queue);
begin
  perform pgflow_contract._is(v_claim.step_slug, 's1', 'first step');
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_claim, 'completed');
  v_claim := pgflow_contract._claim_one(backend, v_run.queue);
  perform pgflow_contract._is(v_claim.step_slug, 's2', 'second step');
  perform pgflow_contract._is(v_claim.input::text, '{"s1": 1}', 'input of the second step');
end
$$;
comment on function pgflow_contract.backend_13 is
  'law 5: completing a step enqueues the one after it';

create function pgflow_contract.backend_14(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 2);
  v_claim pgflow.claimed_task;
begin
  select * into v_claim from pgflow_contract._claim(backend, v_run.queue, 1);
  perform pgflow_contract._answers(backend, 'extend_step_tasks', v_claim, 'ok');
  perform pgflow_contract._is(pgflow.cancel_run(v_run.run_id)::text, 'true', 'cancel_run');
  perform pgflow_contract._claims_nothing(backend, v_run.queue, 'claims of a cancelled run');
  perform pgflow_contract._is(count(*)::text, '0', 'starts of a cancelled task')
  from pgflow_contract._start_deliveries(backend, array[v_claim.delivery]);
  perform pgflow_contract._answers(backend, 'extend_step_tasks', v_claim, 'cancelled');
  perform pgflow_contract._answers(backend, 'complete_step_tasks', v_claim, 'stale');
  perform pgflow.retry_run(v_run.run_id);
  perform pgflow_contract._is(count(*)::text, '2', 'tasks of a run that is retried')
  from pgflow_contract._claim(backend, v_run.queue);
end
$$;
comment on function pgflow_contract.backend_14 is
  'a cancelled run is withdrawn, and delivered again when it is retried';

create function pgflow_contract.backend_15(backend text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_run constant record := pgflow_contract._start(backend, 1);
begin
  perform pgflow_contract._is(
    pgflow_contract._hook(backend, 'redeliver_step_tasks', v_run.queue, v_run.run_id),
    '0', 'deliveries made where none is lost');
  perform pgflow_contract._hook(backend, 'cancel_step_tasks', v_run.queue, v_run.run_id);
  perform pgflow_contract._hook(backend, 'redeliver_step_tasks', v_run.queue, v_run.run_id);
  perform pgflow_contract._claim_one(backend, v_run.queue);
end
$$;
comment on function pgflow_contract.backend_15 is 'a lost delivery is made again';

-- Checks a registered worker backend; answers TAP. receive: of a backend that pushes, the function
-- (queue text, quantity integer) returns setof text that takes what its transport would bring now;
-- without it, laws for which something has to be claimed are not ok.
create function pgflow_contract.check_worker_backend(backend text, receive regproc default null)
returns setof text
language plpgsql volatile
set search_path = ''
as $$
begin
  if pgflow_contract._backend_schema(backend) is null then
    raise exception 'there is no worker backend "%"', backend;
  end if;
  perform set_config('pgflow_contract.receive', coalesce(receive::text, ''), true);
  return query select '1..' || count(*) from pgflow_contract._laws('backend');
  return query
    select pgflow_contract._tap(row_number() over (), l.name, l.call, backend, null)
    from pgflow_contract._laws('backend') as l;
end
$$;

-- Step types --------------------------------------------------------------------------------------

create function pgflow_contract.step_type_01(step_type text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pgflow.register_step_type(
    t.step_type::text, t.schema_name, t.capabilities, t.contract)
  from pgflow.step_types as t where t.step_type = step_type_01.step_type;
end
$$;
comment on function pgflow_contract.step_type_01 is 'it has the functions of the contract';

create function pgflow_contract.step_type_02(step_type text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_type constant pgflow.step_types := (
    select t from pgflow.step_types as t where t.step_type = step_type_02.step_type);
begin
  perform pgflow_contract._is(
    (v_type.capabilities - 'per_task')::text, '{}', 'unknown capabilities');
  perform pgflow_contract._is(v_type.has_task_start::text, (to_regprocedure(format(
      '%I.handle_step_task_start(pgflow.started_task[])', v_type.schema_name)) is not null)::text,
    'handle_step_task_start is registered');
  perform pgflow_contract._is(v_type.has_task_failure::text, (to_regprocedure(format(
      '%I.handle_step_task_failure(pgflow.failed_task[])', v_type.schema_name)) is not null)::text,
    'handle_step_task_failure is registered');
end
$$;
comment on function pgflow_contract.step_type_02 is 'its capabilities are what it can do';

create function pgflow_contract.step_type_03(step_type text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_schema constant name := (
    select t.schema_name from pgflow.step_types as t where t.step_type = step_type_03.step_type);
begin
  perform pgflow_contract._check_privacy(v_schema);
  perform pgflow_contract._is(string_agg(p.proname, ', ' order by p.proname), null,
    'functions that are security definer')
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  where n.nspname = v_schema and p.prosecdef;
end
$$;
comment on function pgflow_contract.step_type_03 is
  'its schema is private, and none of its functions security definer';

create function pgflow_contract.step_type_04(step_type text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_hook record;
  v_rows integer;
begin
  for v_hook in
    select t.schema_name, h.name
    from pgflow.step_types as t
    cross join lateral (values ('handle_step_start', true), ('handle_step_task_completion', true),
      ('handle_step_task_start', t.has_task_start), ('handle_step_task_failure', t.has_task_failure)
    ) as h (name, has)
    where t.step_type = step_type_04.step_type and h.has
  loop
    execute format($sql$ select count(*) from %I.%I('{}') $sql$, v_hook.schema_name, v_hook.name)
      into v_rows;
    perform pgflow_contract._is(v_rows::text, '0', v_hook.name);
  end loop;
end
$$;
comment on function pgflow_contract.step_type_04 is 'an empty batch is answered with nothing';

-- A backend that delivers nothing, registered while a case runs: the case asks core itself.
create function pgflow_contract.prepare_queues(queues text[]) returns void
language sql volatile set search_path = '' as '';
create function pgflow_contract.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language sql volatile set search_path = '' as '';
create function pgflow_contract.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language sql volatile set search_path = '' as '';
create function pgflow_contract.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language sql volatile set search_path = '' as 'select 0';
create function pgflow_contract.start_step_tasks(
  worker_id uuid, deliveries text[], lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile set search_path = '' as 'select null::pgflow.claimed_task where false';
create function pgflow_contract.complete_step_tasks(results jsonb)
returns setof pgflow.task_outcome
language sql volatile set search_path = '' as 'select null::pgflow.task_outcome where false';
create function pgflow_contract.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile set search_path = '' as 'select null::pgflow.task_outcome where false';
create function pgflow_contract.extend_step_tasks(
  worker_id uuid, claims jsonb, lease_seconds integer
) returns setof pgflow.task_outcome
language sql volatile set search_path = '' as 'select null::pgflow.task_outcome where false';
create function pgflow_contract.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language sql volatile set search_path = '' as 'select null::pgflow.task_outcome where false';

-- Claims the tasks of a step that can be claimed, the last one first. Nobody waits for those that
-- are delayed.
create function pgflow_contract._claim_step(run_id uuid, step_index integer)
returns pgflow.claimed_task[]
language sql volatile
set search_path = ''
as $$
  update pgflow.step_tasks as t
  set visible_at = pgflow._now()
  where t.run_id = _claim_step.run_id and t.status = 'queued' and t.visible_at > pgflow._now();

  select array(
    select c
    from pgflow.start_step_tasks(gen_random_uuid(), array(
      select row(t.task_index::text, t.run_id, t.step_index, t.task_index,
        pgflow._now() + interval '1 minute')::pgflow.task_delivery
      from pgflow.step_tasks as t
      join pgflow.step_states as s using (run_id, step_index)
      where t.run_id = _claim_step.run_id and t.step_index = _claim_step.step_index
        and t.status = 'queued' and t.task_index < s.next_task_index)) as c
    where c.outcome = 'started'
    order by c.task_index desc)
$$;

-- Settles claims, each with the output at its index.
create function pgflow_contract._complete(claims pgflow.claimed_task[], outputs jsonb) returns void
language sql volatile
set search_path = ''
as $$
  select count(o) from pgflow.complete_step_tasks((
    select jsonb_agg(jsonb_build_object('delivery', c.delivery, 'run_id', c.run_id, 'step_index',
      c.step_index, 'task_index', c.task_index, 'claim_no', c.claim_no, 'output',
      outputs -> c.task_index))
    from unnest(claims) as c)) as o
$$;

-- Runs an example: a step of the type after a step "source" whose output is the source.
create function pgflow_contract._check_case(step_type text, example jsonb) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run_id uuid;
  v_claims pgflow.claimed_task[];
  v_seen jsonb := '{}';
  v_step jsonb;
  v_early constant boolean := (
    select t.per_task from pgflow.step_types as t where t.step_type = _check_case.step_type);
begin
  perform pgflow.register_worker_backend('contract', 'pgflow_contract', '{"delivery": "push"}');
  perform pgflow.define_flow(jsonb_build_object('slug', 'contract', 'backend', 'contract',
    'steps', jsonb_build_array(
      '{"slug": "source"}'::jsonb,
      jsonb_build_object('slug', 'step', 'type', step_type, 'after', '["source"]'::jsonb,
        'config', coalesce(example -> 'config', '{}')))), true);
  v_run_id := pgflow.start_flow('contract', example -> 'source');
  perform pgflow_contract._complete(
    pgflow_contract._claim_step(v_run_id, 0), jsonb_build_array(example -> 'source'));
  loop
    v_claims := pgflow_contract._claim_step(v_run_id, 1);
    exit when cardinality(v_claims) = 0;
    v_seen := v_seen || (
      select jsonb_object_agg(c.task_index::text, c.input) from unnest(v_claims) as c);
    perform pgflow_contract._complete(v_claims, example -> 'outputs');
  end loop;
  perform pgflow_contract._is(v_seen::text, (
      select coalesce(jsonb_object_agg((e.place - 1)::text, e.input), '{}')::text
      from jsonb_array_elements(example -> 'tasks') with ordinality as e (input, place)
      where not v_early or v_seen ? (e.place - 1)::text),
    'inputs by index');
  if (example -> 'waits') = 'true' then
    perform pgflow_contract._is(pgflow.get_run(v_run_id) #>> '{steps,1,status}', 'started',
      'the step that waits');
    perform pgflow.complete_step(v_run_id, 'step', example -> 'output');
  end if;
  v_step := pgflow.get_run(v_run_id) -> 'steps' -> 1;
  perform pgflow_contract._is(v_step ->> 'status', 'completed',
    coalesce('the step with the error ' || nullif(v_step ->> 'error', 'null'), 'the step'));
  perform pgflow_contract._is((v_step -> 'output')::text, (example -> 'output')::text, 'output');
end
$$;

-- Raises unless an example has tasks, or waits: else nothing was seen of what the step type does.
create function pgflow_contract._check_examples(cases jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not exists (
    select from jsonb_array_elements(cases) as e
    where jsonb_array_length(e -> 'tasks') > 0 or e -> 'waits' = 'true') then
    raise exception using message = 'give examples: check_step_type(''mine'', ''[{"config": {}, '
      '"source": [1], "tasks": [1], "outputs": ["a"], "output": ["a"]}]'')';
  end if;
end
$$;

-- Checks a registered step type; answers TAP. cases: [{config, source, tasks, outputs, output}]:
-- the output of the step before and the run's input, what workers see and what they give back, in
-- order of index, and the step's output. One that waits to be completed has waits: true as well.
create function pgflow_contract.check_step_type(step_type text, cases jsonb default '[]')
returns setof text
language plpgsql volatile
set search_path = ''
as $$
begin
  if not exists (
    select from pgflow.step_types as t where t.step_type = check_step_type.step_type) then
    raise exception 'there is no step type "%"', step_type;
  end if;
  return query
    select '1..' || count(*) + 1 + jsonb_array_length(cases)
    from pgflow_contract._laws('step_type');
  return query
    select pgflow_contract._tap(row_number() over (), l.name, l.call, step_type, l.example)
    from (
      select w.name, w.call, null::jsonb as example from pgflow_contract._laws('step_type') as w
      union all
      select 'an example has tasks, or waits', 'select pgflow_contract._check_examples($2)', cases
      union all
      select 'case ' || e.place, 'select pgflow_contract._check_case($1, $2)', e.example
      from jsonb_array_elements(cases) with ordinality as e (example, place)
    ) as l;
end
$$;

revoke execute on all functions in schema pgflow_contract from public;
