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
  const read = (queues: readonly string[], quantity: number, seconds = leaseSeconds) =>
    sql<Claim[]>`
      select * from ${on}.read_queued_step_tasks(
        ${worker}, ${[...queues]}::text[], ${quantity}, ${seconds})`;

  return {
    worker,
    /** Reads queues, in order; of a backend that pushes there is no such function. */
    read,
    /** Takes what is due: reads it, or is brought it and starts it. */
    async claim(queue: string, quantity = 1, seconds = leaseSeconds): Promise<Claim[]> {
      if (options.receive) return start(await options.receive(sql, queue, quantity), seconds);
      return read([queue], quantity, seconds);
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
    /**
     * What the sources of core-sql settle with, in one call: `settle_and_claim` of a backend that is
     * read, which claims as well, and `settle_step_tasks` of one that pushes. Undefined where there is
     * none, as of a backend with a source of its own.
     */
    async settleAndClaim(
      completed: readonly ClaimKey[],
      failed: readonly ClaimKey[],
      queue: string,
    ): Promise<{ outcomes: Outcome[]; tasks: Claim[] } | undefined> {
      const name = options.receive ? 'settle_step_tasks' : 'settle_and_claim';
      const [has] = await sql`
        select from pg_proc
        where pronamespace = ${schema}::text::regnamespace and proname = ${name}`;
      if (!has) return undefined;
      const done = `[${completed.map((claim) => result(claim, 'output', '"done"')).join()}]`;
      const error = JSON.stringify(failure);
      const lost = `[${failed.map((claim) => result(claim, 'error', error)).join()}]`;
      if (options.receive) {
        const [row] = await sql<[{ outcomes: Outcome[] }]>`
          select ${on}.settle_step_tasks(${done}::text::jsonb, ${lost}::text::jsonb) as outcomes`;
        return { ...row, tasks: await this.claim(queue, 9) };
      }
      const [row] = await sql<[{ answer: { outcomes: Outcome[]; tasks: Claim[] } }]>`
        select ${on}.settle_and_claim(${worker}, ${done}::text::jsonb, ${lost}::text::jsonb,
          ${[queue]}::text[], 9, ${leaseSeconds}) as answer`;
      return row.answer;
    },
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
