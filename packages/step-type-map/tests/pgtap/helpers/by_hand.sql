-- A worker backend without a queue, and calls that claim and settle tasks with core's functions.
create schema by_hand;
create function by_hand.prepare_queues(queues text[]) returns void language sql as '';
create function by_hand.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
  language sql as '';
create function by_hand.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
  language sql as '';
create function by_hand.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
  language sql as 'select 0';
create function by_hand.start_step_tasks(worker_id uuid, deliveries text[], lease_seconds integer)
  returns setof pgflow.claimed_task language sql as 'select null::pgflow.claimed_task where false';
create function by_hand.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.complete_step_tasks(results)';
create function by_hand.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.fail_step_tasks(results)';
create function by_hand.extend_step_tasks(worker_id uuid, claims jsonb, lease_seconds integer)
  returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.extend_step_tasks(claims, pgflow._now())';
create function by_hand.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.release_step_tasks(claims)';
select pgflow.register_worker_backend('by_hand', 'by_hand', '{"delivery": "push"}');

create schema test;

-- Defines flow_a with these steps and starts it.
create function test.start(steps jsonb, input jsonb default '{}') returns uuid language sql as $$
  select pgflow.define_flow(jsonb_build_object('slug', 'flow_a', 'steps', steps), true);
  select pgflow.start_flow('flow_a', input)
$$;

create function test.run_id() returns uuid language sql stable as $$
  select run_id from pgflow.runs order by started_at desc, run_id desc limit 1
$$;

-- "<run>: <step> <status>, ...", the steps in the order of the definition.
create function test.summary() returns text language sql stable as $$
  select r.status || ': ' || string_agg(s.step_slug || ' ' || ss.status, ', ' order by s.step_index)
  from pgflow.runs as r
  join pgflow.step_states as ss on ss.run_id = r.run_id
  join pgflow.steps as s on s.flow_id = ss.flow_id and s.step_index = ss.step_index
  where r.run_id = test.run_id()
  group by r.status
$$;

-- Claims every task that is queued.
create function test.claim() returns setof pgflow.claimed_task language sql as $$
  select c.* from pgflow.start_step_tasks(gen_random_uuid(), array(
    select row('', t.run_id, t.step_index, t.task_index, clock_timestamp() + '1 h')
      ::pgflow.task_delivery
    from pgflow.step_tasks as t where t.status = 'queued'
    order by t.run_id, t.step_index, t.task_index)) as c
$$;

-- Completes every task that is queued; output: "same" gives each its input.
create function test.work(output jsonb default '"same"') returns bigint language sql as $$
  select count(*) from pgflow.complete_step_tasks((
    select jsonb_agg(to_jsonb(c) || jsonb_build_object('output',
      case when output = '"same"' then c.input else output end))
    from test.claim() as c))
$$;
