-- What tests call. They work one run at a time, the last one started, and name steps by slug.
create schema test;

create function test.run_id() returns uuid language sql stable as $$
  select run_id from pgflow.runs order by started_at desc, run_id desc limit 1
$$;

-- Defines flow_a with these steps and returns its version.
create function test.define(steps jsonb, current boolean default false) returns integer
language sql as $$
  select (pgflow.define_flow(
    jsonb_build_object('slug', 'flow_a', 'backend', 'memo', 'steps', steps), current)).version
$$;

-- Defines and starts flow_a.
create function test.start(steps jsonb, input jsonb default '{}') returns uuid language sql as $$
  select test.define(steps, true);
  select pgflow.start_flow('flow_a', input)
$$;

create function test.task(step text, task_index integer default 0) returns pgflow.step_tasks
language sql stable as $$
  select t from pgflow.step_tasks as t
  join pgflow.steps as s on s.flow_id = t.flow_id and s.step_index = t.step_index
  where t.run_id = test.run_id() and s.step_slug = step and t.task_index = task.task_index
$$;

create function test.state(step text) returns pgflow.step_states language sql stable as $$
  select ss from pgflow.step_states as ss
  join pgflow.steps as s on s.flow_id = ss.flow_id and s.step_index = ss.step_index
  where ss.run_id = test.run_id() and s.step_slug = step
$$;

create function test.run() returns pgflow.runs language sql stable as $$
  select r from pgflow.runs as r where r.run_id = test.run_id()
$$;

-- "<run>: <step> <status>, ...", the steps in the order of the definition.
create function test.summary() returns text language sql stable as $$
  select (test.run()).status::text || ': ' || string_agg(s.step_slug || ' ' || ss.status::text, ', '
    order by s.step_index)
  from pgflow.step_states as ss
  join pgflow.steps as s on s.flow_id = ss.flow_id and s.step_index = ss.step_index
  where ss.run_id = test.run_id()
$$;

-- How many deliveries a step of the run has with the backend.
create function test.deliveries(step text) returns integer language sql stable as $$
  select count(*)::integer from pgflow_memo.deliveries as d
  where d.run_id = test.run_id() and d.step_index = (test.state(step)).step_index
$$;

create function test.worker_id() returns uuid language sql immutable as $$
  select '00000000-0000-4000-8000-000000000001'::uuid
$$;

-- Claims what is due, in the order of the deliveries.
create function test.claim(quantity integer default 1000, lease_seconds integer default 30)
returns setof pgflow.claimed_task language sql as $$
  select * from pgflow_memo.read_queued_step_tasks(test.worker_id(),
    array(select q.queue from pgflow_memo.queues as q), quantity, lease_seconds)
$$;

-- Claims one task by its delivery and returns the claim as settling wants it, or null.
create function test.take(step text, task_index integer default 0) returns jsonb
language sql as $$
  select to_jsonb(c) - 'input' - 'run_input'
  from pgflow_memo.start_step_tasks(test.worker_id(), array(
    select d.delivery::text from pgflow_memo.deliveries as d
    where d.run_id = test.run_id() and d.step_index = (test.state(step)).step_index
      and d.task_index = take.task_index), 30) as c
$$;

create function test.completes(claim jsonb, output jsonb default '1') returns text
language sql as $$
  select o.outcome from pgflow_memo.complete_step_tasks(
    jsonb_build_array(claim || jsonb_build_object('output', output))) as o
$$;

create function test.fails(claim jsonb, error jsonb default '{"code": "E", "message": "no"}')
returns text language sql as $$
  select o.outcome from pgflow_memo.fail_step_tasks(
    jsonb_build_array(claim || jsonb_build_object('error', error))) as o
$$;

create function test.extends(claim jsonb) returns text language sql as $$
  select o.outcome
  from pgflow_memo.extend_step_tasks(test.worker_id(), jsonb_build_array(claim), 60) as o
$$;

create function test.releases(claim jsonb) returns text language sql as $$
  select o.outcome from pgflow_memo.release_step_tasks(jsonb_build_array(claim)) as o
$$;

-- Takes and completes (fails for good) one task.
create function test.complete(step text, output jsonb default '1', task_index integer default 0)
returns text language sql as $$
  select test.completes(test.take(step, task_index), output)
$$;
create function test.fail(step text, task_index integer default 0) returns text language sql as $$
  select test.fails(test.take(step, task_index), '{"code": "E", "message": "no", "final": true}')
$$;

-- Reports that nobody started the tasks of a step, and returns the outcomes in their order.
create function test.fail_unstarted(step text) returns text[] language sql as $$
  select array_agg(o.outcome order by o.task_index)
  from pgflow.fail_unstarted_step_tasks((
    select jsonb_agg(jsonb_build_object(
      'delivery', t.task_index::text, 'run_id', t.run_id, 'step_index', t.step_index,
      'task_index', t.task_index, 'error', '{"code": "E", "message": "no"}'::jsonb))
    from pgflow.step_tasks as t
    where t.run_id = test.run_id() and t.step_index = (test.state(step)).step_index)) as o
$$;

-- Stops the engine's clock at a time, for the rest of the transaction.
create function test.stop_clock(at timestamptz) returns void language plpgsql as $$
begin
  execute format('create or replace function pgflow._now() returns timestamptz
    language sql volatile parallel safe return %L::timestamptz', at);
end
$$;

-- Runs a statement and returns what it raised as one text, or null.
create function test.error_of(statement text) returns text language plpgsql as $$
declare
  v_hint text;
  v_detail text;
begin
  execute statement;
  return null;
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint, v_detail = pg_exception_detail;
  return concat_ws(' | ', sqlstate || ' ' || sqlerrm, nullif(v_detail, ''), nullif(v_hint, ''));
end
$$;
