import { type AnyFlow, createClient, RunFailedError } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import { expect } from 'vitest';
import { counting } from './counting-flow.js';
import { misbehaving } from './misbehaving-flows.js';

/** How long a run may take. */
export const inTime = { timeoutMs: 20_000 };

/** Starts a run of a flow. */
export const start = (sql: Sql, flow: AnyFlow) => createClient(sql).start(flow.slug, {});

/** Starts a run of each flow that misbehaves, and one that behaves: each fails its own attempt alone. */
export async function eachFailsItsOwnAttempt(sql: Sql): Promise<void> {
  const neighbour = await start(sql, counting);
  const runs = await Promise.all(misbehaving.map(([, , flow]) => start(sql, flow)));
  for (const [index, run] of runs.entries()) {
    const [code, message, { slug }] = misbehaving[index] ?? expect.fail();
    const error = await run.result(inTime).catch((reason) => reason);
    expect(error, slug).toBeInstanceOf(RunFailedError);
    expect(error.failure, slug).toMatchObject({ code });
    expect(error.failure.message, slug).toMatch(message);
  }
  expect(await neighbour.result(inTime)).toEqual({ sum: 40 * 39 });
  const [attempts] = await sql`
    select max(attempt_count) as most from pgflow.step_tasks where run_id = ${neighbour.runId}`;
  expect(attempts).toEqual({ most: 1 });
}
