import type { Json } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import type { ClaimKey, TaskRow } from './rows.js';

/** A step of a test's flow; what is left out is as in `pgflow.define_flow`. */
export interface StepSpec {
  slug: string;
  type?: string;
  after?: string[];
  config?: Json;
  options?: Record<string, number>;
  backend?: string;
}

/** A run as `pgflow.get_run` tells it. */
export interface RunRow {
  status: string;
  change_seq: number;
  output: Record<string, Json> | null;
  error: { code: string; message: string } | null;
  steps: {
    slug: string;
    status: string;
    task_count: number;
    remaining_tasks: number;
    output: Json;
    error: { code: string; message: string } | null;
  }[];
}

/** What tests ask of core, on one connection or pool. */
export type CoreCalls = ReturnType<typeof coreCalls>;

/** Binds the functions of core. */
export function coreCalls(sql: Sql) {
  return {
    async define(slug: string, backend: string, steps: StepSpec[], current = true) {
      const definition = JSON.stringify({ slug, backend, steps });
      const [row] = await sql<[{ flow_id: number; version: number; queue: string }]>`
        select * from pgflow.define_flow(${definition}::text::jsonb, ${current})`;
      return row;
    },
    async startFlow(slug: string, input: Json = {}): Promise<string> {
      const [row] = await sql<[{ id: string }]>`
        select pgflow.start_flow(${slug}, ${JSON.stringify(input)}::text::jsonb) as id`;
      return row.id;
    },
    async getRun(runId: string): Promise<RunRow> {
      const [row] = await sql<[{ run: RunRow }]>`select pgflow.get_run(${runId}) as run`;
      return row.run;
    },
    async cancelRun(runId: string): Promise<boolean> {
      const [row] = await sql<[{ did: boolean }]>`select pgflow.cancel_run(${runId}) as did`;
      return row.did;
    },
    retryRun: (runId: string) => sql`select pgflow.retry_run(${runId})`,
    completeStep: (runId: string, slug: string, output: Json) => sql`
      select pgflow.complete_step(${runId}, ${slug}, ${JSON.stringify(output)}::text::jsonb)`,
    /** Makes the delayed tasks of a run due now; whether there were any. */
    async bringForward(runId: string): Promise<boolean> {
      const moved = await sql`
        update pgflow.step_tasks set visible_at = pgflow._now()
        where run_id = ${runId} and status = 'queued' and visible_at > pgflow._now()`;
      return moved.count > 0;
    },
    /** Tasks of a run, in order. */
    tasks: (runId: string) => sql<TaskRow[]>`
      select step_index, task_index, status, attempt_count, claim_no, visible_at, input, output, error
      from pgflow.step_tasks where run_id = ${runId} order by step_index, task_index`,
    async task({ run_id, step_index, task_index }: Omit<ClaimKey, 'delivery' | 'claim_no'>) {
      const [row] = await sql<[TaskRow]>`
        select step_index, task_index, status, attempt_count, claim_no, visible_at, input, output,
          error
        from pgflow.step_tasks
        where (run_id, step_index, task_index) = (${run_id}, ${step_index}, ${task_index})`;
      return row;
    },
    /** Makes the lease of a claim run out, on core's side. */
    expireLease: ({ run_id, step_index, task_index }: ClaimKey) => sql`
      update pgflow.step_tasks set visible_at = least(visible_at, clock_timestamp())
      where (run_id, step_index, task_index) = (${run_id}, ${step_index}, ${task_index})`,
  };
}
