import { backendCalls, type Claim } from '@pgflow/contract-kit';
import type { Sql } from 'postgres';

/** Options of {@link oneStep}. */
export interface OneStepOptions {
  maxAttempts?: number;
  timeoutMs?: number;
  startTimeoutMs?: number;
  batchSize?: number;
  maxCalls?: number;
}

/** A flow of one step at an endpoint, with nothing in the way of another test's. */
export async function oneStep(sql: Sql, url: string, options: OneStepOptions = {}) {
  const { maxAttempts = 1, timeoutMs = 5_000, startTimeoutMs = 10_000 } = options;
  const { batchSize = 50, maxCalls = 10 } = options;
  const slug = `f${crypto.randomUUID().replaceAll('-', '')}`;
  const step = { slug: 'step', options: { maxAttempts, baseDelayMs: 10 } };
  await sql`select pgflow.define_flow(${sql.json({ slug, steps: [step] })})`;
  await sql`
    select pgflow_http.set_endpoint(
      ${slug}, ${url}, 'key', batch_size => ${batchSize}, max_calls => ${maxCalls})`;
  // Shorter than set_endpoint allows.
  await sql`
    update pgflow_http.endpoints
    set timeout_ms = ${timeoutMs}, start_timeout_ms = ${startTimeoutMs}
    where flow_slug = ${slug}`;
  const calls = backendCalls(sql, 'pgflow_http');
  return {
    slug,
    async start(): Promise<string> {
      const [row] = await sql<[{ run_id: string }]>`select pgflow.start_flow(${slug}) as run_id`;
      return row.run_id;
    },
    async task(runId: string) {
      const [row] = await sql<
        [{ status: string; attempts: number; message: string | null; runStatus: string }]
      >`
        select t.status, t.attempt_count as attempts, t.error ->> 'message' as message,
          r.status as "runStatus"
        from pgflow.step_tasks as t
        join pgflow.runs as r using (run_id)
        where run_id = ${runId}`;
      return row;
    },
    async endpoint() {
      const [row] = await sql<[{ failures: number; last_error: string | null }]>`
        select failures, last_error from pgflow_http.endpoints where flow_slug = ${slug}`;
      return row;
    },
    startTasks: async (deliveries: string[]): Promise<Claim[]> => calls.start(deliveries),
    async complete(claims: readonly Claim[]): Promise<void> {
      await calls.complete(claims);
    },
    /** Starts what a call brought, and completes it. */
    async work(deliveries: string[]): Promise<void> {
      await calls.complete(await calls.start(deliveries));
    },
  };
}
