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

create function test.claim(quantity integer default 100, lease_seconds integer default 30)
returns setof pgflow.claimed_task language sql as $$
  select c.* from pgflow_table.read_queued_step_tasks(
    test.worker_id(), array[test.queue()], quantity, lease_seconds) as c
$$;

-- Claims one task, as settling wants it.
create function test.take(lease_seconds integer default 30) returns jsonb language sql as $$
  select to_jsonb(c) from test.claim(1, lease_seconds) as c
$$;

create function test.completes(claim jsonb, output jsonb default '1') returns text
language sql as $$
  select o.outcome from pgflow_table.complete_step_tasks(
    jsonb_build_array(claim || jsonb_build_object('output', output))) as o
$$;

create function test.fails(claim jsonb, error jsonb default '{"code": "E"}') returns text
language sql as $$
  select o.outcome from pgflow_table.fail_step_tasks(
    jsonb_build_array(claim || jsonb_build_object('error', error))) as o
$$;

-- The deliveries of a queue, in the order in which they are visible.
create function test.deliveries(queue text default test.queue())
returns table (run_id uuid, step_index smallint, task_index integer, visible_at timestamptz)
language sql stable as $$
  select d.run_id, d.step_index, d.task_index, d.visible_at
  from pgflow_table.deliveries as d
  join pgflow_table.queues as q using (queue_id)
  where q.queue = deliveries.queue
  order by d.visible_at, d.run_id, d.step_index, d.task_index
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
