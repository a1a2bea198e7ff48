/**
 * The worker backend `by_hand`, for testing step types: the rows of the tasks are the queue, so there
 * is nothing to enqueue and nothing to lose. A delivery is '<run_id>/<step_index>/<task_index>'; those
 * of `_due` are what workers read, or are brought where a test has it pushed.
 */
export const byHandSql = `
create schema pgflow_by_hand;
revoke all on schema pgflow_by_hand from public;

create function pgflow_by_hand.prepare_queues(queues text[]) returns void
language sql volatile set search_path = '' as '';

create function pgflow_by_hand.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language sql volatile set search_path = '' as '';

create function pgflow_by_hand.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language sql volatile set search_path = '' as '';

create function pgflow_by_hand.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language sql volatile set search_path = '' as 'select 0';

create function pgflow_by_hand._due(queues text[], quantity integer) returns setof text
language sql stable set search_path = ''
as $$
  select concat_ws('/', t.run_id, t.step_index, t.task_index)
  from pgflow.step_tasks as t
  join pgflow.flows as f on f.flow_id = t.flow_id
  join pgflow.steps as s on s.flow_id = t.flow_id and s.step_index = t.step_index
  join pgflow.step_states as ss on ss.run_id = t.run_id and ss.step_index = t.step_index
  where f.queue = any (queues)
    and s.backend = 'by_hand'
    and t.task_index < ss.next_task_index
    and t.status in ('queued', 'started')
    and t.visible_at <= pgflow._now()
  order by t.visible_at, t.run_id, t.step_index, t.task_index
  limit quantity
$$;

create function pgflow_by_hand.start_step_tasks(
  worker_id uuid, deliveries text[], lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer set search_path = ''
as $$
  select c.* from pgflow.start_step_tasks(worker_id, array(
    select row(d, split_part(d, '/', 1), split_part(d, '/', 2), split_part(d, '/', 3),
      pgflow._now() + make_interval(secs => lease_seconds))::pgflow.task_delivery
    from unnest(deliveries) as d
    where d ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9]{1,4}/[0-9]{1,9}$')) as c
  where c.outcome = 'started'
$$;

create function pgflow_by_hand.read_queued_step_tasks(
  worker_id uuid, queues text[], quantity integer, lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer set search_path = ''
as $$
  select c.* from pgflow_by_hand.start_step_tasks(
    worker_id, array(select pgflow_by_hand._due(queues, quantity)), lease_seconds) as c
$$;

create function pgflow_by_hand.complete_step_tasks(results jsonb)
returns setof pgflow.task_outcome
language sql volatile security definer set search_path = ''
as $$ select o.* from pgflow.complete_step_tasks(results) as o $$;

create function pgflow_by_hand.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
language sql volatile security definer set search_path = ''
as $$ select o.* from pgflow.fail_step_tasks(results) as o $$;

create function pgflow_by_hand.extend_step_tasks(
  worker_id uuid, claims jsonb, lease_seconds integer
) returns setof pgflow.task_outcome
language sql volatile security definer set search_path = ''
as $$
  select pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  select o.* from pgflow.extend_step_tasks(
    claims, pgflow._now() + make_interval(secs => lease_seconds)) as o
$$;

create function pgflow_by_hand.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language sql volatile security definer set search_path = ''
as $$ select o.* from pgflow.release_step_tasks(claims) as o $$;

create function pgflow_by_hand.start_worker(
  worker_id uuid, worker_name text, definitions jsonb, worker_version text default null,
  lease_seconds integer default 60
) returns setof pgflow.flow_version
language sql volatile security definer set search_path = ''
as $$
  select v.* from pgflow.start_worker(
    worker_id, worker_name, 'by_hand', definitions, worker_version, lease_seconds) as v
$$;

create function pgflow_by_hand.stop_worker(worker_id uuid, reason text default 'stopped')
returns void
language sql volatile security definer set search_path = ''
as $$ select pgflow.stop_worker(worker_id, reason) $$;

create function pgflow_by_hand.housekeep() returns jsonb
language sql volatile security definer set search_path = ''
as $$ select pgflow.housekeep() $$;

create function pgflow_by_hand.get_run_inputs(run_ids uuid[])
returns table (run_id uuid, input jsonb)
language sql stable security definer set search_path = ''
as $$ select r.run_id, r.input from pgflow.get_run_inputs(run_ids) as r $$;

revoke execute on all functions in schema pgflow_by_hand from public;
select pgflow.register_worker_backend('by_hand', 'pgflow_by_hand', '{"delivery": "pull"}');
`;
