import type { Fault } from './fault.js';

/** What a function of `apart` says in the place of its own answers. */
const follow = (body: string) => `
create or replace function pgflow_by_hand._follow(answers pgflow.task_outcome[]) returns void
language plpgsql volatile set search_path = '' as $$ begin ${body} end $$;`;

const drop = (outcomes: string) => `
  delete from pgflow_by_hand.deliveries as d using unnest(answers) as a
  where d.delivery = a.delivery and a.outcome in (${outcomes});`;

const move = (outcomes: string) => `
  update pgflow_by_hand.deliveries as d set visible_at = a.visible_at from unnest(answers) as a
  where d.delivery = a.delivery and a.visible_at is not null and a.outcome in (${outcomes});`;

const moved = move(`'started', 'hidden', 'retry', 'ok'`);
const dropped = drop(`'gone', 'completed', 'failed'`);

/** Keeps a function as `_whole_<name>`, which the one in its place may call. */
const wrap = (signature: string, create: string) => {
  const [name] = signature.split('(');
  return `alter function pgflow_by_hand.${signature} rename to _whole_${name}; ${create}`;
};

const enqueue = (body: string) =>
  wrap(
    'enqueue_step_tasks(pgflow.queued_task[])',
    `create function pgflow_by_hand.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
     language sql volatile set search_path = '' as $$ ${body} $$;`,
  );

const cancel = (body: string) => `
create or replace function pgflow_by_hand.cancel_step_tasks(tasks pgflow.queued_task[])
returns void language sql volatile set search_path = '' as $$ ${body} $$;`;

const complete = (body: string) => `
create or replace function pgflow_by_hand.complete_step_tasks(results jsonb)
returns setof pgflow.task_outcome language sql volatile security definer set search_path = ''
as $$ ${body} $$;`;

const start = (body: string) =>
  wrap(
    'start_step_tasks(uuid,text[],integer)',
    `create function pgflow_by_hand.start_step_tasks(
       worker_id uuid, deliveries text[], lease_seconds integer
     ) returns setof pgflow.claimed_task
     language plpgsql volatile security definer set search_path = '' as $$ ${body} $$;`,
  );

const read = (queues: string) => `
create or replace function pgflow_by_hand.read_queued_step_tasks(
  worker_id uuid, queues text[], quantity integer, lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer set search_path = ''
as $$
  select c.* from pgflow_by_hand.start_step_tasks(
    worker_id, array(select pgflow_by_hand._due(${queues}, quantity)), lease_seconds) as c
$$;`;

/** Backends that break the contract, each in one way. */
export const brokenBackends: Record<string, Fault> = {
  'delivers twice, and raises for the second start': {
    sql: `${enqueue(`
      select pgflow_by_hand._whole_enqueue_step_tasks(tasks);
      insert into pgflow_by_hand.deliveries
      select d.delivery || '+', d.queue, d.run_id, d.step_index, d.task_index, d.visible_at
      from pgflow_by_hand.deliveries as d
      where d.delivery in (select pgflow_by_hand._text(t) from unnest(tasks) as t)
      on conflict do nothing`)}
      ${follow(`
        if exists (select from unnest(answers) as a where a.outcome = 'hidden') then
          raise exception 'started already';
        end if; ${dropped} ${moved}`)}`,
    only: /law 3.*(twice|doubled|late|live)/,
    caughtBy: [
      'a doubled delivery is claimed once, and is gone when its task is settled',
      'a task that is enqueued twice at once is claimed once',
      'unknown deliveries do not stand before real ones',
      'starting a delivery under a live lease changes nothing',
      'late, unknown and made-up deliveries return no row',
      'deliveries can be started in any order, and twice in one call',
    ],
  },
  'raises for what is gone': {
    sql: follow(`
      if exists (select from unnest(answers) as a where a.outcome = 'gone') then
        raise exception 'no such task';
      end if; ${dropped} ${moved}`),
    only: /law 3.*(removed|unknown)/,
    caughtBy: [
      'the delivery of a settled task is removed',
      'the delivery of a cancelled task is removed',
      'the delivery of an unknown task is removed',
      'unknown deliveries do not stand before real ones',
    ],
  },
  'loses an acknowledgement: the delivery stays': {
    sql: follow(`${drop(`'gone', 'failed'`)} ${moved}`),
    only: /law [15].*(settled|commit|middle)/,
    caughtBy: [
      'a task is delivered until it is settled',
      'before the commit nothing of it is seen, after it all',
      'a connection that dies in the middle has done nothing',
    ],
  },
  'loses an acknowledgement: nothing is completed': {
    sql: complete(`
      select r.delivery, r.run_id, r.step_index, r.task_index, r.claim_no, 'completed',
        null::timestamptz
      from jsonb_populate_recordset(null::pgflow.task_outcome, results) as r`),
    only: /law 3.*of a settled|law 4.*twice|law 8.*(NUL|like)/,
    caughtBy: [
      'the delivery of a settled task is removed',
      'a result that comes twice answers stale, and the first one stays',
      'a result that stands twice in one call is settled once',
      'NUL fails the batch with class 22 and is settled task by task',
      '0, false, "", null, [] and {} are outputs like any other',
    ],
  },
  'never delivers again when a lease runs out': {
    sql: `
      create or replace function pgflow_by_hand._due(queues text[], quantity integer)
      returns setof text language sql stable set search_path = ''
      as $$
        select d.delivery from pgflow_by_hand.deliveries as d
        where d.queue = any (queues) and d.visible_at <= pgflow._now()
          and not exists (select from pgflow.step_tasks as t where t.status = 'started'
            and (t.run_id, t.step_index, t.task_index) = (d.run_id, d.step_index, d.task_index))
        order by d.visible_at, d.delivery
        limit quantity
      $$;`,
    only: /law 7.*(leases|alone)|law 2.*counts/,
    caughtBy: [
      'a redelivery counts as an attempt',
      'leases that run out use attempts up; then the task comes with a refusal',
      'a redelivered task is claimed alone, and its neighbours spend nothing',
      'of several redelivered tasks each is claimed alone',
    ],
  },
  'delivers again under a live lease': {
    sql: start(`begin
      return query
        select * from pgflow_by_hand._whole_start_step_tasks(worker_id, deliveries, 0);
    end`),
    only: /law 2|law 3.*live/,
    caughtBy: [
      'a lease holds until its visible_at, and no longer',
      'extending moves the end of the lease, with core and with the backend',
      'a doubled delivery is claimed once, and is gone when its task is settled',
      'starting a delivery under a live lease changes nothing',
    ],
  },
  'delivers before the commit': {
    sql: `
      create extension dblink schema public;
      ${enqueue(`
        select public.dblink_exec(':url', format(
          'insert into pgflow_by_hand.deliveries values (%L, %L, %L, %L, %L, %L)
            on conflict (delivery) do update set visible_at = excluded.visible_at',
          pgflow_by_hand._text(t), t.queue, t.run_id, t.step_index, t.task_index, t.visible_at))
        from unnest(tasks) as t`)}`,
    only: /law 1.*transaction/,
    caughtBy: [
      'a task waits for its transaction to commit',
      'a task of a transaction that rolls back is never delivered',
    ],
  },
  'swallows a delay': {
    sql: enqueue(`
      update pgflow.step_tasks as s set visible_at = pgflow._now() from unnest(tasks) as t
      where (s.run_id, s.step_index, s.task_index) = (t.run_id, t.step_index, t.task_index);
      select pgflow_by_hand._whole_enqueue_step_tasks(array(
        select row(t.queue, t.run_id, t.step_index, t.task_index,
          pgflow._now())::pgflow.queued_task
        from unnest(tasks) as t))`),
    only: /law 1.*its time/,
    caughtBy: ['a delayed task is not delivered before its time'],
  },
  'never delivers a lost delivery again': {
    sql: `
      create or replace function pgflow_by_hand.redeliver_step_tasks(tasks pgflow.queued_task[])
      returns integer language sql volatile set search_path = '' as 'select 0';`,
    only: /lost its delivery/,
    caughtBy: [
      'redeliver_step_tasks makes the deliveries that are missing, and answers how many',
      'housekeeping delivers a waiting task again that nobody would find',
      'housekeeping delivers a claimed task again whose lease ran out; the old claim is stale',
    ],
  },
  'hands out the same fencing token twice': {
    sql: start(`declare
      v_claim pgflow.claimed_task;
    begin
      for v_claim in
        select * from pgflow_by_hand._whole_start_step_tasks(worker_id, deliveries, lease_seconds)
      loop
        v_claim.claim_no := 1;
        update pgflow.step_tasks as t set claim_no = 1
        where (t.run_id, t.step_index, t.task_index)
          = (v_claim.run_id, v_claim.step_index, v_claim.task_index);
        return next v_claim;
      end loop;
    end`),
    only: /law 4.*(grows|releasing|complete|retried)/,
    caughtBy: [
      'claim_no grows with each redelivery, release, retry and retried run',
      'releasing spends no attempt, and the task is there at once',
      'a stale complete changes nothing and answers stale',
      'a stale claim beside a live one: complete takes the live one alone',
      'a claim of before a retried run can settle nothing',
    ],
  },
  'deletes the delivery of a live task by a stale result': {
    sql: follow(`${drop(`'gone', 'completed', 'failed', 'stale'`)} ${moved}`),
    only: /law 4.*(stale \w+ ch|retried)/,
    caughtBy: [
      'a stale complete changes nothing and answers stale',
      'a stale fail changes nothing and answers stale',
      'a stale extend changes nothing and answers stale',
      'a stale release changes nothing and answers stale',
      'a claim of before a retried run can settle nothing',
    ],
  },
  'returns SQL null for an output': {
    sql: complete(`
      select * from pgflow_by_hand._followed(array(
        select o from pgflow.complete_step_tasks(
          coalesce((select jsonb_agg(r.value - 'output') from jsonb_array_elements(results) as r),
            '[]')) as o))`),
    only: /law 8.*(neighbours|like)/,
    caughtBy: [
      'a failure with an attempt left leaves its neighbours alone',
      '0, false, "", null, [] and {} are outputs like any other',
    ],
  },
  'leaves the deliveries of a cancelled run': {
    sql: cancel(''),
    only: /are withdrawn/,
    caughtBy: [
      'cancelling withdraws claimed, waiting and delayed deliveries',
      'the first result of a race withdraws the others',
    ],
  },
  'runs withdrawn tasks': {
    sql: cancel(`
      update pgflow.step_tasks as s set status = 'queued', ended_at = null,
        visible_at = pgflow._now() from unnest(tasks) as t
      where (s.run_id, s.step_index, s.task_index) = (t.run_id, t.step_index, t.task_index);
      update pgflow_by_hand.deliveries as d set visible_at = pgflow._now() from unnest(tasks) as t
      where d.delivery = pgflow_by_hand._text(t)`),
    only: /are withdrawn/,
    caughtBy: [
      'cancelling withdraws claimed, waiting and delayed deliveries',
      'cancelling leaves the deliveries of other runs alone',
      'a cancel that meets an open claim leaves nothing behind',
      'the first result of a race withdraws the others',
    ],
  },
  'declares what the contract does not know': {
    // Core refuses it; this is what one would find that had been registered with an older core.
    sql: `update pgflow.worker_backends set capabilities = '{"delivery": "pull", "priorities": true}';`,
    only: /capabilities/,
    caughtBy: [
      'the backend is registered with its capabilities',
      'the manifest says only what the contract knows',
    ],
  },
  'can be read, and declares that it pushes': {
    sql: `select pgflow.register_worker_backend(
      'by_hand', 'pgflow_by_hand', '{"delivery": "push"}');`,
    only: /capabilities/,
    caughtBy: [
      'the backend is registered with its capabilities',
      'its queues can be read where its delivery is pull, and there alone',
    ],
  },
  'serves the first of its queues alone': {
    sql: read('queues[1:1]'),
    only: /what it asks for/,
    caughtBy: ['the queues that a worker names are read, each of them, and no other'],
  },
  'serves queues that nobody named': {
    sql: read('array(select distinct d.queue from pgflow_by_hand.deliveries as d)'),
    only: /what it asks for/,
    caughtBy: ['the queues that a worker names are read, each of them, and no other'],
  },
  'has tasks that nobody knows': {
    sql: start(`begin
      return query
        select c.outcome, c.delivery, c.run_id, c.step_index, c.task_index, 0, c.step_slug,
          c.claim_no, c.attempt, c.max_attempts, c.timeout_ms, c.visible_at, c.input, c.run_input,
          c.redelivered, c.refusal
        from pgflow_by_hand._whole_start_step_tasks(
          gen_random_uuid(), deliveries, lease_seconds) as c;
    end`),
    only: /what it asks for/,
    caughtBy: ['a claim tells what core knows of its task'],
  },
  'leases everything for a minute': {
    sql: start(`begin
      return query select * from pgflow_by_hand._whole_start_step_tasks(worker_id, deliveries, 60);
    end`),
    only: /what it asks for/,
    caughtBy: ['a lease is as long as it was asked for'],
  },
  'loses what is behind the hundredth task of a batch': {
    sql: enqueue('select pgflow_by_hand._whole_enqueue_step_tasks(tasks[1:100])'),
    only: /what it asks for/,
    caughtBy: ['of 300 tasks that are enqueued at once none is left out'],
  },
  'empties a queue that is prepared again': {
    sql: `
      create or replace function pgflow_by_hand.prepare_queues(queues text[]) returns void
      language sql volatile set search_path = ''
      as 'delete from pgflow_by_hand.deliveries as d where d.queue = any (queues)';`,
    only: /what it asks for/,
    caughtBy: ['preparing queues again, and others, leaves deliveries where they are'],
  },
  'leaves a lock with the session': {
    sql: complete(`
      select pg_advisory_lock(1);
      select * from pgflow_by_hand._followed(
        array(select o from pgflow.complete_step_tasks(results) as o))`),
    only: /what it asks for/,
    caughtBy: ['no call leaves anything with its session'],
  },
  'takes an old token behind another one': {
    sql: complete(`
      select * from pgflow_by_hand._followed(
        array(select o from pgflow.complete_step_tasks((
          select coalesce(jsonb_agg(case when r.place = 1 then r.value
            else r.value || jsonb_build_object('claim_no', t.claim_no) end), '[]')
          from jsonb_array_elements(results) with ordinality as r (value, place)
          left join pgflow.step_tasks as t
            on t.run_id = (r.value ->> 'run_id')::uuid
              and t.step_index = (r.value ->> 'step_index')::smallint
              and t.task_index = (r.value ->> 'task_index')::integer)) as o))`),
    only: /law 4.*beside/,
    caughtBy: ['a stale claim beside a live one: complete takes the live one alone'],
  },
  'hears no heartbeat': {
    sql: `
      create or replace function pgflow_by_hand.extend_step_tasks(
        worker_id uuid, claims jsonb, lease_seconds integer
      ) returns setof pgflow.task_outcome
      language sql volatile security definer set search_path = ''
      as $$
        select * from pgflow_by_hand._followed(array(
          select o from pgflow.extend_step_tasks(
            claims, pgflow._now() + make_interval(secs => lease_seconds)) as o))
      $$;`,
    only: /rights/,
    caughtBy: ['such a role can say hello and goodbye, read inputs and offer housekeeping'],
  },
  'lets the public read its deliveries': {
    sql: 'grant select on pgflow_by_hand.deliveries to public;',
    only: /rights/,
    caughtBy: ['nothing in the schema is granted to public'],
  },
  'gives what core calls the rights of its owner': {
    sql: 'alter function pgflow_by_hand.enqueue_step_tasks security definer;',
    only: /rights/,
    caughtBy: ['what core calls has the rights of its caller'],
  },
};
