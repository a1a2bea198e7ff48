-- What tests call. They work flow_a, whose runs are on one queue.
create schema test;

-- A step type of as many tasks as its config says.
create schema pgflow_many;
create function pgflow_many.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql as $$
  select s.run_id, s.step_index, s.first_index + i, to_jsonb(i),
    pgflow._now() + make_interval(secs => (s.config ->> 'delay')::integer), null::jsonb
  from unnest(steps) as s
  cross join generate_series(0, (s.config ->> 'tasks')::integer - 1) as i
$$;
create function pgflow_many.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;
select pgflow.register_step_type('many', 'pgflow_many');

create function test.start(steps jsonb, input jsonb default '{}') returns uuid language sql as $$
  select pgflow.define_flow(jsonb_build_object('slug', 'flow_a', 'steps', steps), true);
  select pgflow.start_flow('flow_a', input)
$$;

create function test.run_id() returns uuid language sql stable as $$
  select run_id from pgflow.runs order by started_at desc, run_id desc limit 1
$$;

create function test.queue() returns text language sql stable as $$
  select queue from pgflow.flows where flow_slug = 'flow_a' and is_current
$$;

create function test.worker_id() returns uuid language sql immutable as $$
  select '00000000-0000-4000-8000-000000000001'::uuid
$$;

-- What a call would bring of flow_a's tasks, up to a number.
create function test.receive(quantity integer) returns text[] language plpgsql as $$
declare
  v_batch pgflow_http.deliveries[];
begin
  perform pgflow_http._requeue_lapsed();
  v_batch := pgflow_http._take_batch(
    (select q.queue_id from pgflow_http.queues as q where q.queue = test.queue()), quantity);
  perform pgflow_http._mark_sent(
    v_batch, nextval('pgflow_http.call_ids'), pgflow._now() + interval '1 minute');
  return array(select (pgflow_http._as_delivery(b, null)).delivery from unnest(v_batch) as b);
end
$$;

-- Claims what a call has brought.
create function test.claim(quantity integer default 100, lease_seconds integer default 30)
returns setof pgflow.claimed_task language sql as $$
  select c.* from pgflow_http.start_step_tasks(
    test.worker_id(), test.receive(quantity), lease_seconds) as c
$$;

-- Claims one task, as settling wants it.
create function test.take(lease_seconds integer default 30) returns jsonb language sql as $$
  select to_jsonb(c) from test.claim(1, lease_seconds) as c
$$;

create function test.completes(claim jsonb, output jsonb default '1') returns text
language sql as $$
  select o.outcome from pgflow_http.complete_step_tasks(
    jsonb_build_array(claim || jsonb_build_object('output', output))) as o
$$;

create function test.fails(claim jsonb, error jsonb default '{"code": "E"}') returns text
language sql as $$
  select o.outcome from pgflow_http.fail_step_tasks(
    jsonb_build_array(claim || jsonb_build_object('error', error))) as o
$$;

-- The deliveries of a queue, in the order in which they are visible.
create function test.deliveries(queue text default test.queue())
returns table (run_id uuid, step_index smallint, task_index integer, visible_at timestamptz)
language sql stable as $$
  select d.run_id, d.step_index, d.task_index, d.visible_at
  from pgflow_http.deliveries as d
  join pgflow_http.queues as q using (queue_id)
  where q.queue = deliveries.queue
  order by d.visible_at, d.run_id, d.step_index, d.task_index
$$;

-- The numbers of waiting, sent and started deliveries, as text.
create function test.outbox() returns text language sql stable as $$
  select format('waiting %s, sent %s, started %s',
    count(*) filter (where call_id is null),
    count(*) filter (where call_id is not null and not started),
    count(*) filter (where call_id is not null and started))
  from pgflow_http.deliveries
$$;

-- flow_a has an endpoint.
create function test.at_endpoint(batch_size integer default 50, max_calls integer default 10)
returns void language sql as $$
  select pgflow_http.set_endpoint('flow_a', 'http://functions.test/a', 'key',
    batch_size => at_endpoint.batch_size, max_calls => at_endpoint.max_calls)
$$;

-- What the dispatcher gets, with what it reports.
create function test.take_calls(quantity integer default 100, answers jsonb default '[]')
returns jsonb language sql as $$
  select (pgflow_http.take_calls(answers, quantity) -> 'calls')::jsonb
$$;

-- How many tasks each of some calls brings.
create function test.sizes(calls jsonb) returns text language sql immutable as $$
  select string_agg(jsonb_array_length((c ->> 'body')::jsonb -> 'deliveries')::text, ' '
    order by (c ->> 'call_id')::bigint desc)
  from jsonb_array_elements(calls) as c
$$;

-- The answer of a function to the first of some calls.
create function test.answer(calls jsonb, answer jsonb) returns jsonb language sql immutable as $$
  select jsonb_build_array(answer || jsonb_build_object('call_id', calls -> 0 -> 'call_id'))
$$;

-- Stops the engine's clock at a time, for the rest of the transaction.
create function test.stop_clock(at timestamptz) returns void language plpgsql as $$
begin
  execute format('create or replace function pgflow._now() returns timestamptz
    language sql volatile parallel safe return %L::timestamptz', at);
end
$$;

create function test.depth() returns integer language sql stable as $$
  select count(*)::integer from test.deliveries()
$$;

-- The delivery of a task of the newest run.
create function test.delivery(task_index integer default 0) returns text language sql stable as $$
  select test.run_id() || '/0/' || task_index
$$;

create function test.queued(task_index integer default 0, at timestamptz default pgflow._now())
returns pgflow.queued_task language sql volatile as $$
  select row(test.queue(), test.run_id(), 0, task_index, at)::pgflow.queued_task
$$;

create function test.status(task_index integer default 0, step_index integer default 0)
returns text language sql stable as $$
  select t.status from pgflow.step_tasks as t
  where t.run_id = test.run_id() and t.step_index = status.step_index
    and t.task_index = status.task_index
$$;
