import type { ClaimRow, OutcomeRow } from './claim-rows.js';
import type { VersionRow } from './core-calls.js';
import type { FlowDefinition } from './flow-definition.js';
import type { Json } from './json.js';
import type { WorkerSession } from './worker-session.js';

/** The least time that a worker's start is given, in ms: it may be the first connection of all. */
const START_TIMEOUT = 30_000;

/** Results as the JSON texts that SQL takes. */
export interface ResultTexts {
  completed: string;
  failed: string;
}

/** What the loop of a pull worker sends in one round trip. */
export interface LoopRequest extends ResultTexts {
  queues: string[];
  quantity: number;
}

/** The calls of {@link sourceCalls}. */
export type SourceCalls = ReturnType<typeof sourceCalls>;

/** Options of {@link sourceCalls}. */
export interface SourceCallsOptions {
  /** For what may take long: settling waits for locks. */
  work: WorkerSession;
  /** For what is short, and may not wait behind a settle: the heartbeat, listening. */
  brief: WorkerSession;
  schema: string;
  workerId: string;
  leaseSeconds: number;
}

/** All SQL of a source: calls of the functions of a backend that a worker's role may execute. */
export function sourceCalls({ work, brief, schema, workerId, leaseSeconds }: SourceCallsOptions) {
  // A driver's JSON parameter would turn a JSON null into an SQL null, so JSON travels as text.
  return {
    startWorker(name: string, version: string, definitions: FlowDefinition[]) {
      const text = JSON.stringify(definitions);
      return work.call(
        (sql) => sql<VersionRow[]>`
          select * from ${sql(schema)}.start_worker(
            ${workerId}, ${name}, ${text}::text::jsonb, ${version}, ${leaseSeconds})`,
        Math.max(leaseSeconds * 1000, START_TIMEOUT),
      );
    },
    async stopWorker(reason: string): Promise<void> {
      await brief.call((sql) => sql`select ${sql(schema)}.stop_worker(${workerId}, ${reason})`);
    },
    async housekeep(): Promise<void> {
      await work.call((sql) => sql`select ${sql(schema)}.housekeep()`);
    },
    async settleAndClaim({ completed, failed, queues, quantity }: LoopRequest) {
      const [row] = await work.call(
        (sql) => sql<
          [{ answer: { outcomes: OutcomeRow[]; tasks: ClaimRow[]; crowded?: boolean } }]
        >`
        select ${sql(schema)}.settle_and_claim(
          ${workerId}, ${completed}::text::jsonb, ${failed}::text::jsonb,
          ${arrayText(queues)}::text::text[], ${quantity}, ${leaseSeconds}) as answer`,
      );
      return row.answer;
    },
    async settle({ completed, failed }: ResultTexts) {
      const [row] = await work.call(
        (sql) => sql<[{ outcomes: OutcomeRow[] }]>`
          select ${sql(schema)}.settle_step_tasks(
            ${completed}::text::jsonb, ${failed}::text::jsonb) as outcomes`,
      );
      return row.outcomes;
    },
    async start(deliveries: string[]) {
      const [row] = await work.call(
        (sql) => sql<[{ tasks: ClaimRow[] | null }]>`
          select json_agg(c) as tasks
          from ${sql(schema)}.start_step_tasks(
            ${workerId}, ${arrayText(deliveries)}::text::text[], ${leaseSeconds}) as c`,
      );
      return row.tasks ?? [];
    },
    extend(claims: string) {
      return brief.call(
        (sql) => sql<OutcomeRow[]>`
          select * from ${sql(schema)}.extend_step_tasks(
            ${workerId}, ${claims}::text::jsonb, ${leaseSeconds})`,
      );
    },
    async release(claims: string): Promise<void> {
      await brief.call(
        (sql) => sql`select from ${sql(schema)}.release_step_tasks(${claims}::text::jsonb)`,
      );
    },
    getRunInputs(runIds: string[]) {
      return brief.call(
        (sql) => sql<{ run_id: string; input: Json }[]>`
          select * from ${sql(schema)}.get_run_inputs(${arrayText(runIds)}::text::uuid[])`,
      );
    },
    listen(channels: string[]) {
      const text = channels.map((channel) => `listen "${channel.replaceAll('"', '""')}"`).join(';');
      return brief.call((sql) => sql.unsafe(text));
    },
    /** From the other session than the one that listens. */
    notify(channel: string) {
      return work.call((sql) => sql`select pg_notify(${channel}, '')`);
    },
  };
}

/** An array as Postgres reads it from text. */
function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => JSON.stringify(item)).join()}}`;
}
