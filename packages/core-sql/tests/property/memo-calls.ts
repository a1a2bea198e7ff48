import type { Sql } from 'postgres';

/** A claim, as far as tests look at it. */
export interface Claim {
  delivery: string;
  run_id: string;
  step_index: number;
  step_slug: string;
  task_index: number;
  claim_no: number;
  attempt: number;
  input: unknown;
}

export type Result = Claim & { output?: unknown; error?: object };

const worker = '00000000-0000-4000-8000-000000000001';
const json = (value: unknown) => JSON.stringify(value);

/** The worker API of the backend that is one table, on one queue. */
export function memoCalls(sql: Sql, queue: string) {
  const outcomes = async (query: Promise<readonly { outcome: string }[]>) =>
    (await query).map(({ outcome }) => outcome);
  return {
    claim: (quantity: number, leaseSeconds = 60) => sql<Claim[]>`
      select * from pgflow_memo.read_queued_step_tasks(
        ${worker}, ${[queue]}::text[], ${quantity}, ${leaseSeconds})`,
    settle: (completed: readonly Result[], failed: readonly Result[] = []) =>
      outcomes(sql<{ outcome: string }[]>`
        select outcome from pgflow_memo.settle_step_tasks(
          ${json(completed)}::text::jsonb, ${json(failed)}::text::jsonb)`),
    extend: (claims: readonly Claim[]) =>
      outcomes(sql<{ outcome: string }[]>`
        select outcome from pgflow_memo.extend_step_tasks(
          ${worker}, ${json(claims)}::text::jsonb, 60)`),
    release: (claims: readonly Claim[]) =>
      outcomes(sql<{ outcome: string }[]>`
        select outcome from pgflow_memo.release_step_tasks(${json(claims)}::text::jsonb)`),
  };
}
