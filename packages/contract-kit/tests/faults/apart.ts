import type { PullBackendHarness } from '../../src/index.js';
import { byHandSql } from '../../src/sql/by-hand.js';
import { pulledByHand } from '../by-hand.js';
import { createDatabase } from '../database.js';

/**
 * `by_hand` with deliveries of its own in a table, so that there is something to lose, to double and
 * to hide: the smallest backend with all of it, over which faults are laid.
 */
export const apartSql = `${byHandSql}
create table pgflow_by_hand.deliveries (
  delivery text primary key,
  queue text not null,
  run_id uuid not null,
  step_index smallint not null,
  task_index integer not null,
  visible_at timestamptz not null
);
alter table pgflow_by_hand.deliveries enable row level security;

create function pgflow_by_hand._text(task pgflow.queued_task) returns text
language sql immutable set search_path = ''
as $$ select concat_ws('/', task.run_id, task.step_index, task.task_index) $$;

create or replace function pgflow_by_hand.enqueue_step_tasks(tasks pgflow.queued_task[])
returns void language sql volatile set search_path = ''
as $$
  insert into pgflow_by_hand.deliveries
  select pgflow_by_hand._text(t), t.queue, t.run_id, t.step_index, t.task_index, t.visible_at
  from unnest(tasks) as t
  on conflict (delivery) do update set visible_at = excluded.visible_at
$$;

create or replace function pgflow_by_hand.cancel_step_tasks(tasks pgflow.queued_task[])
returns void language sql volatile set search_path = ''
as $$
  with free as materialized (
    select d.delivery from pgflow_by_hand.deliveries as d
    where d.delivery in (select pgflow_by_hand._text(t) from unnest(tasks) as t)
    for update skip locked)
  delete from pgflow_by_hand.deliveries as d using free as f where d.delivery = f.delivery
$$;

create or replace function pgflow_by_hand.redeliver_step_tasks(tasks pgflow.queued_task[])
returns integer language sql volatile set search_path = ''
as $$
  with made as (
    insert into pgflow_by_hand.deliveries
    select pgflow_by_hand._text(t), t.queue, t.run_id, t.step_index, t.task_index, t.visible_at
    from unnest(tasks) as t
    on conflict (delivery) do nothing
    returning delivery)
  select count(*)::integer from made
$$;

create or replace function pgflow_by_hand._due(queues text[], quantity integer) returns setof text
language sql stable set search_path = ''
as $$
  select d.delivery from pgflow_by_hand.deliveries as d
  where d.queue = any (queues) and d.visible_at <= pgflow._now()
  order by d.visible_at, d.delivery
  limit quantity
$$;

-- The delivery's side of core's answers.
create function pgflow_by_hand._follow(answers pgflow.task_outcome[]) returns void
language sql volatile set search_path = ''
as $$
  delete from pgflow_by_hand.deliveries as d using unnest(answers) as a
  where d.delivery = a.delivery and a.outcome in ('gone', 'completed', 'failed');
  update pgflow_by_hand.deliveries as d set visible_at = a.visible_at from unnest(answers) as a
  where d.delivery = a.delivery and a.visible_at is not null
    and a.outcome in ('started', 'hidden', 'retry', 'ok')
$$;

create or replace function pgflow_by_hand.start_step_tasks(
  worker_id uuid, deliveries text[], lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_until constant timestamptz := pgflow._now() + make_interval(secs => lease_seconds);
  v_claims pgflow.claimed_task[];
begin
  with held as materialized (
    select d.* from pgflow_by_hand.deliveries as d where d.delivery = any (deliveries)
    order by array_position(deliveries, d.delivery)
    for no key update skip locked)
  select array(select c from pgflow.start_step_tasks(worker_id, array(
    select row(h.delivery, h.run_id, h.step_index, h.task_index, v_until)::pgflow.task_delivery
    from held as h)) as c)
  into v_claims;
  perform pgflow_by_hand._follow(array(
    select row(c.delivery, c.run_id, c.step_index, c.task_index, c.claim_no, c.outcome,
      c.visible_at)::pgflow.task_outcome
    from unnest(v_claims) as c));
  return query select * from unnest(v_claims) as c where c.outcome = 'started';
end
$$;

create function pgflow_by_hand._followed(answers pgflow.task_outcome[])
returns setof pgflow.task_outcome language sql volatile set search_path = ''
as $$
  select pgflow_by_hand._follow(answers);
  select * from unnest(answers)
$$;

create or replace function pgflow_by_hand.complete_step_tasks(results jsonb)
returns setof pgflow.task_outcome language sql volatile security definer set search_path = ''
as $$
  select * from pgflow_by_hand._followed(
    array(select o from pgflow.complete_step_tasks(results) as o))
$$;

create or replace function pgflow_by_hand.fail_step_tasks(results jsonb)
returns setof pgflow.task_outcome language sql volatile security definer set search_path = ''
as $$
  select * from pgflow_by_hand._followed(
    array(select o from pgflow.fail_step_tasks(results) as o))
$$;

create or replace function pgflow_by_hand.extend_step_tasks(
  worker_id uuid, claims jsonb, lease_seconds integer
) returns setof pgflow.task_outcome language sql volatile security definer set search_path = ''
as $$
  select pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  select * from pgflow_by_hand._followed(array(
    select o from pgflow.extend_step_tasks(
      claims, pgflow._now() + make_interval(secs => lease_seconds)) as o))
$$;

create or replace function pgflow_by_hand.release_step_tasks(claims jsonb)
returns setof pgflow.task_outcome language sql volatile security definer set search_path = ''
as $$
  select * from pgflow_by_hand._followed(
    array(select o from pgflow.release_step_tasks(claims) as o))
$$;

revoke execute on all functions in schema pgflow_by_hand from public;
`;

/** The harness of it. */
export const apart: PullBackendHarness = {
  ...pulledByHand,
  createDatabase: () => createDatabase(apartSql),
  separateDeliveries: true,
  async countDeliveries(sql, queue) {
    const [row] = await sql<[{ count: number }]>`
      select count(*)::int from pgflow_by_hand.deliveries where queue = ${queue}`;
    return row.count;
  },
  async expireLease(sql, { delivery }) {
    await sql`
      update pgflow_by_hand.deliveries set visible_at = clock_timestamp()
      where delivery = ${delivery}`;
  },
};
