import type { ReservedSql, Sql } from 'postgres';

/** A row of `pgflow.claimed_task`, as far as the tests look. */
export interface Claim {
  delivery: string;
  run_id: string;
  step_index: number;
  task_index: number;
  claim_no: number;
}

/** The SQL that a worker calls, for one queue. */
export function workerCalls(sql: Sql | ReservedSql, queue: string) {
  const worker = crypto.randomUUID();
  const list = (claims: readonly Claim[], more: object = {}) =>
    JSON.stringify(
      claims.map(({ delivery, run_id, step_index, task_index, claim_no }) => {
        return { delivery, run_id, step_index, task_index, claim_no, ...more };
      }),
    );
  const outcomes = async (query: Promise<readonly { outcome: string }[]>) =>
    (await query).map(({ outcome }) => outcome);
  return {
    claim: (quantity = 10, leaseSeconds = 30) => sql<Claim[]>`
      select * from pgflow_table.read_queued_step_tasks(
        ${worker}, ${[queue]}::text[], ${quantity}, ${leaseSeconds})`,
    start: (deliveries: string[], leaseSeconds = 30) => sql<Claim[]>`
      select * from pgflow_table.start_step_tasks(
        ${worker}, ${deliveries}::text[], ${leaseSeconds})`,
    complete: (claims: readonly Claim[]) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_table.complete_step_tasks(
          ${list(claims, { output: 1 })}::text::jsonb)`),
    fail: (claims: readonly Claim[]) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_table.fail_step_tasks(
          ${list(claims, { error: { code: 'E' } })}::text::jsonb)`),
    extend: (claims: readonly Claim[], leaseSeconds = 30) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_table.extend_step_tasks(
          ${worker}, ${list(claims)}::text::jsonb, ${leaseSeconds})`),
    release: (claims: readonly Claim[]) =>
      outcomes(sql<{ outcome: string }[]>`
        select * from pgflow_table.release_step_tasks(${list(claims)}::text::jsonb)`),
  };
}
