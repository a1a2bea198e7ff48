import type { Sql } from 'postgres';

/** A row of `pgflow.claimed_task`, as far as the tests look. */
export interface Claim {
  delivery: string;
  run_id: string;
  step_index: number;
  task_index: number;
  claim_no: number;
}

/** The SQL that a worker calls, for one queue. */
export function workerCalls(sql: Sql, queue: string, workerId: string = crypto.randomUUID()) {
  const keys = (claims: readonly Claim[], more: object = {}) =>
    JSON.stringify(
      claims.map(({ delivery, run_id, step_index, task_index, claim_no }) => {
        return { delivery, run_id, step_index, task_index, claim_no, ...more };
      }),
    );
  const outcomes = async (query: Promise<readonly { outcome: string }[]>) =>
    (await query).map(({ outcome }) => outcome);
  return {
    claim: (quantity = 10, leaseSeconds = 30) => sql<Claim[]>`
      select * from pgflow_pgmq.read_queued_step_tasks(
        ${workerId}, ${[queue]}::text[], ${quantity}, ${leaseSeconds})`,
    complete: (claims: readonly Claim[], output: unknown = null) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_pgmq.complete_step_tasks(${keys(claims, { output })}::text::jsonb)`),
    extend: (claims: readonly Claim[], leaseSeconds = 30) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_pgmq.extend_step_tasks(
          ${workerId}, ${keys(claims)}::text::jsonb, ${leaseSeconds})`),
    release: (claims: readonly Claim[]) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_pgmq.release_step_tasks(${keys(claims)}::text::jsonb)`),
    /** Lets leases run out: moves core's end and the queue's into the past. */
    async expire(claims: readonly Claim[]) {
      for (const { delivery, run_id, step_index, task_index } of claims) {
        await sql`select pgmq.set_vt(${queue}, ${delivery.split(':')[1] ?? ''}::bigint, 0)`;
        await sql`
          update pgflow.step_tasks set visible_at = clock_timestamp() - interval '1 second'
          where (run_id, step_index, task_index)
            = (${run_id}::uuid, ${step_index}::smallint, ${task_index}::integer)`;
      }
    },
  };
}
