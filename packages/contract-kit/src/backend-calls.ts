import { randomUUID } from 'node:crypto';
import type { Json } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import type { PushBackendHarness } from './harness.js';
import { type Claim, type ClaimKey, keyOf, type Outcome } from './rows.js';

/** The functions of a backend that its workers call, on one connection or pool. */
export type BackendCalls = ReturnType<typeof backendCalls>;

/** How a worker calls. The harness of a backend has what is needed. */
export interface CallOptions {
  /** @default 60 */
  readonly leaseSeconds?: number;
  /** @default a worker of its own */
  readonly worker?: string;
  /** What brings deliveries to workers, of a push backend; without it they claim by reading. */
  readonly receive?: PushBackendHarness['receive'];
}

/** Binds the functions of a backend's schema. JSON travels as text, as workers send it. */
export function backendCalls(sql: Sql, schema: string, options: CallOptions = {}) {
  const { leaseSeconds = 60, worker = randomUUID() } = options;
  const on = sql(schema);
  const settle = (name: string, results: string) =>
    sql<Outcome[]>`select * from ${on}.${sql(name)}(${results}::text::jsonb)`;
  const result = (claim: ClaimKey, field: string, text: string) =>
    `${JSON.stringify(keyOf(claim)).slice(0, -1)},"${field}":${text}}`;
  const failure = { code: 'PF350', message: 'the handler threw', final: false };
  const start = (deliveries: string[], seconds = leaseSeconds) => sql<Claim[]>`
    select * from ${on}.start_step_tasks(${worker}, ${deliveries}::text[], ${seconds})`;
  const list = (claims: readonly ClaimKey[]) => JSON.stringify(claims.map(keyOf));

  return {
    worker,
    /** Takes what is due: reads it, or is brought it and starts it. */
    async claim(queue: string, quantity = 1, seconds = leaseSeconds): Promise<Claim[]> {
      if (options.receive) return start(await options.receive(sql, queue, quantity), seconds);
      return sql<Claim[]>`
        select * from ${on}.read_queued_step_tasks(
          ${worker}, ${[queue]}::text[], ${quantity}, ${seconds})`;
    },
    start,
    /** Completes claims, each with its output as JSON text. */
    completeText: (results: readonly (readonly [ClaimKey, string])[]) =>
      settle(
        'complete_step_tasks',
        `[${results.map(([claim, text]) => result(claim, 'output', text)).join()}]`,
      ),
    /** Completes claims with one output. */
    complete: (claims: readonly ClaimKey[], output: Json = 'done') =>
      settle(
        'complete_step_tasks',
        `[${claims.map((claim) => result(claim, 'output', JSON.stringify(output))).join()}]`,
      ),
    fail: (claims: readonly ClaimKey[], error: { code: string; message: string } = failure) =>
      settle(
        'fail_step_tasks',
        `[${claims.map((claim) => result(claim, 'error', JSON.stringify(error))).join()}]`,
      ),
    extend: (claims: readonly ClaimKey[], seconds = leaseSeconds) => sql<Outcome[]>`
      select * from ${on}.extend_step_tasks(${worker}, ${list(claims)}::text::jsonb, ${seconds})`,
    release: (claims: readonly ClaimKey[]) => sql<Outcome[]>`
      select * from ${on}.release_step_tasks(${list(claims)}::text::jsonb)`,
    /** Enqueues a task as core does, which tests do to make doubled and unknown deliveries. */
    enqueue: (
      queue: string,
      { run_id, step_index, task_index }: Omit<ClaimKey, 'delivery' | 'claim_no'>,
    ) => sql`
      select ${on}.enqueue_step_tasks(array[
        jsonb_populate_record(null::pgflow.queued_task, jsonb_build_object(
          'queue', ${queue}::text, 'run_id', ${run_id}::uuid, 'step_index', ${step_index}::int,
          'task_index', ${task_index}::int, 'visible_at', clock_timestamp()))])`,
  };
}
