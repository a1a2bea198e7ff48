import type { Sql } from 'postgres';
import type { ClaimRow, OutcomeRow } from './claim-rows.js';
import type { VersionRow } from './core-calls.js';
import { mapDatabaseErrors } from './database-errors.js';
import type { FlowDefinition } from './flow-definition.js';
import type { Json } from './json.js';

/** What a worker's loop sends in one round trip; the results are JSON text. */
export interface LoopRequest {
  completed: string;
  failed: string;
  queues: string[];
  quantity: number;
}

/** All SQL of a pull source: calls of the functions of a backend that a worker's role may execute. */
export function pullCalls(sql: Sql, schema: string, workerId: string, leaseSeconds: number) {
  const on = sql(schema);
  // A driver's JSON parameter would turn a JSON null into an SQL null, so JSON travels as text.
  return {
    startWorker(name: string, version: string, definitions: FlowDefinition[]) {
      const text = JSON.stringify(definitions);
      return mapDatabaseErrors(sql<VersionRow[]>`
        select * from ${on}.start_worker(
          ${workerId}, ${name}, ${text}::text::jsonb, ${version}, ${leaseSeconds})`);
    },
    async stopWorker(reason: string): Promise<void> {
      await mapDatabaseErrors(sql`select ${on}.stop_worker(${workerId}, ${reason})`);
    },
    async housekeep(): Promise<void> {
      await mapDatabaseErrors(sql`select ${on}.housekeep()`);
    },
    async settleAndClaim({ completed, failed, queues, quantity }: LoopRequest) {
      const [row] = await mapDatabaseErrors(sql<
        [{ answer: { outcomes: OutcomeRow[]; tasks: ClaimRow[]; crowded?: boolean } }]
      >`
        select ${on}.settle_and_claim(
          ${workerId}, ${completed}::text::jsonb, ${failed}::text::jsonb,
          ${queues}::text[], ${quantity}, ${leaseSeconds}) as answer`);
      return row.answer;
    },
    extend(claims: string) {
      return mapDatabaseErrors(sql<OutcomeRow[]>`
        select * from ${on}.extend_step_tasks(
          ${workerId}, ${claims}::text::jsonb, ${leaseSeconds})`);
    },
    async release(claims: string): Promise<void> {
      await mapDatabaseErrors(sql`
        select from ${on}.release_step_tasks(${claims}::text::jsonb)`);
    },
    getRunInputs(runIds: string[]) {
      return mapDatabaseErrors(sql<{ run_id: string; input: Json }[]>`
        select * from ${on}.get_run_inputs(${runIds}::uuid[])`);
    },
    /** Needs a connection of its own, which the driver makes again when it is lost. */
    listen(queue: string, listener: () => void) {
      return mapDatabaseErrors(sql.listen(`${schema}:${queue}`, listener));
    },
  };
}
