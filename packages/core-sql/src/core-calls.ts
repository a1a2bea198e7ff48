import type { Sql } from 'postgres';
import { mapDatabaseErrors } from './database-errors.js';
import type { FlowDefinition } from './flow-definition.js';
import type { Json } from './json.js';

/** Status of a run. */
export type RunStatus = 'started' | 'completed' | 'failed' | 'cancelled';

/** Status of a step in a run. */
export type StepStatus = 'created' | 'started' | 'completed' | 'failed' | 'skipped' | 'cancelled';

/** The error of a run or a step, as SQL stores it. */
export interface StoredError {
  code: string;
  message: string;
  step?: string;
  task_index?: number;
}

/** A row of `pgflow.get_run_progress`. */
export interface ProgressRow {
  run_id: string;
  status: RunStatus;
  change_seq: number;
  error: StoredError | null;
  steps: { slug: string; status: StepStatus; task_count: number; remaining_tasks: number }[];
}

/** A row of `pgflow.get_run`. */
export interface RunRow extends ProgressRow {
  flow_slug: string;
  version: number;
  input: Json;
  output: Json;
  created_by: string | null;
  started_at: string;
  ended_at: string | null;
  steps: (ProgressRow['steps'][number] & {
    type: string;
    output: Json;
    error: StoredError | null;
    started_at: string | null;
    ended_at: string | null;
  })[];
}

/** A row of `pgflow.define_flow`. */
export interface VersionRow {
  flow_id: number;
  flow_slug: string;
  version: number;
  queue: string;
}

/** What `pgflow.start_flow` takes beside slug and input. */
export interface StartRow {
  version: number | null;
  runId: string | null;
  createdBy: string | null;
}

/** All SQL of the client: calls of functions of the schema `pgflow`. Errors come out mapped. */
export function coreCalls(sql: Sql) {
  // A driver's JSON parameter would turn a JSON null into an SQL null, so JSON travels as text.
  return {
    async defineFlow(definition: FlowDefinition, current: boolean): Promise<VersionRow> {
      const text = JSON.stringify(definition);
      const [row] = await mapDatabaseErrors(sql<[VersionRow]>`
        select * from pgflow.define_flow(${text}::text::jsonb, ${current})`);
      return row;
    },
    async startFlow(slug: string, inputText: string, options: StartRow): Promise<string> {
      const { version, runId, createdBy } = options;
      const [row] = await mapDatabaseErrors(sql<[{ run_id: string }]>`
        select pgflow.start_flow(
          ${slug}, ${inputText}::text::jsonb, ${version}::integer, ${runId}::uuid, ${createdBy}::text
        ) as run_id`);
      return row.run_id;
    },
    async startFlows(
      slug: string,
      inputTexts: string[],
      options: Omit<StartRow, 'runId'> & { runIds: string[] | null },
    ): Promise<string[]> {
      const { version, runIds, createdBy } = options;
      const rows = await mapDatabaseErrors(sql<{ run_id: string }[]>`
        select * from pgflow.start_flows(
          ${slug}, ${inputTexts}::text[]::jsonb[], ${version}::integer, ${runIds}::uuid[],
          ${createdBy}::text
        ) as run_id`);
      return rows.map((row) => row.run_id);
    },
    async getRun(runId: string): Promise<RunRow> {
      const [row] = await mapDatabaseErrors(
        sql<[{ run: RunRow }]>`select pgflow.get_run(${runId}::uuid) as run`,
      );
      return row.run;
    },
    async getRunProgress(runId: string): Promise<ProgressRow> {
      const [row] = await mapDatabaseErrors(
        sql<[{ run: ProgressRow }]>`select pgflow.get_run_progress(${runId}::uuid) as run`,
      );
      return row.run;
    },
    async runOutput(runId: string): Promise<Json> {
      const [row] = await mapDatabaseErrors(
        sql<[{ output: Json }]>`select pgflow.run_output(${runId}::uuid) as output`,
      );
      return row.output;
    },
    async cancelRun(runId: string): Promise<boolean> {
      const [row] = await mapDatabaseErrors(
        sql<[{ cancelled: boolean }]>`select pgflow.cancel_run(${runId}::uuid) as cancelled`,
      );
      return row.cancelled;
    },
    async retryRun(runId: string): Promise<void> {
      await mapDatabaseErrors(sql`select pgflow.retry_run(${runId}::uuid)`);
    },
  };
}

/** The calls of {@link coreCalls}. */
export type CoreCalls = ReturnType<typeof coreCalls>;
