import assert from 'node:assert/strict';
import type { Json, TaskFailure } from '@pgflow/core-sql';

/** What identifies a claim. */
export interface ClaimKey {
  delivery: string;
  run_id: string;
  step_index: number;
  task_index: number;
  claim_no: number;
}

/** A row of `pgflow.claimed_task` whose outcome is started: all that a backend may return. */
export interface Claim extends ClaimKey {
  outcome: string;
  flow_id: number;
  step_slug: string;
  attempt: number;
  max_attempts: number;
  timeout_ms: number;
  visible_at: Date;
  input: Json;
  run_input: Json | null;
  redelivered: boolean;
  refusal: TaskFailure | null;
}

/** A row of `pgflow.task_outcome`. */
export interface Outcome extends ClaimKey {
  outcome: 'completed' | 'retry' | 'failed' | 'stale' | 'ok' | 'cancelled';
  visible_at: Date | null;
}

/** A row of `pgflow.step_tasks`, as far as tests look at it. */
export interface TaskRow {
  step_index: number;
  task_index: number;
  status: string;
  attempt_count: number;
  claim_no: number;
  visible_at: Date;
  input: Json | null;
  output: Json | null;
  error: { code: string; message: string } | null;
}

/** The key of a claim, as the functions of the contract take it. */
export function keyOf({ delivery, run_id, step_index, task_index, claim_no }: ClaimKey): ClaimKey {
  return { delivery, run_id, step_index, task_index, claim_no };
}

/** The only claim of a list; raises where there are none or more. */
export function only(claims: readonly Claim[]): Claim {
  const [claim] = claims;
  assert.ok(claim && claims.length === 1, `there is one claim, not ${claims.length}`);
  return claim;
}

/** The outcomes of an answer, in order. */
export function outcomes(rows: readonly { outcome: string }[]): string[] {
  return rows.map(({ outcome }) => outcome);
}
