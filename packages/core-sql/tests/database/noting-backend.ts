/**
 * A worker backend without a queue, as SQL: it notes in `noting.calls` what orchestration tells it,
 * and a test starts and settles tasks with core's own functions. Core needs no transport.
 */
export const notingBackend = `
create schema noting;
create table noting.calls (
  id bigint generated always as identity, hook text, run_id uuid, step_index smallint,
  task_index integer);
create function noting.prepare_queues(queues text[]) returns void language sql as '';
create function noting.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void language sql as $$
  insert into noting.calls (hook, run_id, step_index, task_index)
  select 'enqueue', t.run_id, t.step_index, t.task_index from unnest(tasks) as t $$;
create function noting.cancel_step_tasks(tasks pgflow.queued_task[]) returns void language sql as $$
  insert into noting.calls (hook, run_id, step_index, task_index)
  select 'cancel', t.run_id, t.step_index, t.task_index from unnest(tasks) as t $$;
create function noting.start_step_tasks(worker_id uuid, deliveries text[], lease_seconds integer)
  returns setof pgflow.claimed_task language sql as 'select null::pgflow.claimed_task where false';
create function noting.complete_step_tasks(results jsonb) returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.complete_step_tasks(results)';
create function noting.fail_step_tasks(results jsonb) returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.fail_step_tasks(results)';
create function noting.extend_step_tasks(worker_id uuid, claims jsonb, lease_seconds integer)
  returns setof pgflow.task_outcome language sql as
  'select * from pgflow.extend_step_tasks(claims, now() + make_interval(secs => lease_seconds))';
create function noting.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
  language sql as 'select * from pgflow.release_step_tasks(claims)';
select pgflow.register_worker_backend('noting', 'noting', '{"delivery": "push"}');
`;
