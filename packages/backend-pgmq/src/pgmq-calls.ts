import { type FlowDefinition, type Json, mapDatabaseErrors } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import type { ClaimRow, OutcomeRow } from './rows.js';

/** What a worker's loop sends in one round trip; the results are JSON text. */
export interface LoopRequest {
  completed: string;
  failed: string;
  queues: string[];
  quantity: number;
}

/** All SQL of the pull source: calls of the functions that a worker's role may execute. */
export function pgmqCalls(sql: Sql, workerId: string, leaseSeconds: number) {
  // A driver's JSON parameter would turn a JSON null into an SQL null, so JSON travels as text.
  return {
    startWorker(name: string, definitions: FlowDefinition[]) {
      const text = JSON.stringify(definitions);
      return mapDatabaseErrors(
        sql<
          { flow_id: number; flow_slug: string; version: number; queue: string }[]
        >`select * from pgflow_pgmq.start_worker(${workerId}, ${name}, ${text}::text::jsonb)`,
      );
    },
    async stopWorker(): Promise<void> {
      await mapDatabaseErrors(sql`select pgflow_pgmq.stop_worker(${workerId})`);
    },
    async settleAndClaim({ completed, failed, queues, quantity }: LoopRequest) {
      const [row] = await mapDatabaseErrors(sql<
        [{ answer: { outcomes: OutcomeRow[]; tasks: ClaimRow[] } }]
      >`
        select pgflow_pgmq.settle_and_claim(
          ${workerId}, ${completed}::text::jsonb, ${failed}::text::jsonb,
          ${queues}::text[], ${quantity}, ${leaseSeconds}) as answer`);
      return row.answer;
    },
    extend(claims: string) {
      return mapDatabaseErrors(sql<OutcomeRow[]>`
        select * from pgflow_pgmq.extend_step_tasks(
          ${workerId}, ${claims}::text::jsonb, ${leaseSeconds})`);
    },
    async release(claims: string): Promise<void> {
      await mapDatabaseErrors(
        sql`select from pgflow_pgmq.release_step_tasks(${claims}::text::jsonb)`,
      );
    },
    getRunInputs(runIds: string[]) {
      return mapDatabaseErrors(sql<{ run_id: string; input: Json }[]>`
        select * from pgflow_pgmq.get_run_inputs(${runIds}::uuid[])`);
    },
    /** Needs a connection of its own, which the driver makes again when it is lost. */
    listen(queue: string, listener: () => void) {
      return mapDatabaseErrors(sql.listen(`pgflow_pgmq:${queue}`, listener));
    },
  };
}

/** The calls of {@link pgmqCalls}. */
export type PgmqCalls = ReturnType<typeof pgmqCalls>;
