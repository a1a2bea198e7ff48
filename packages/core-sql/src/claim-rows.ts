import type { ClaimedTask, TaskFailure, TaskOutcome, TaskResult } from './claimed-task.js';
import type { Json } from './json.js';

/** A row of `pgflow.claimed_task`, as JSON. */
export interface ClaimRow {
  delivery: string;
  run_id: string;
  step_index: number;
  step_slug: string;
  task_index: number;
  flow_id: number;
  claim_no: number;
  attempt: number;
  timeout_ms: number;
  visible_at: string;
  input: Json;
  run_input: Json | null;
  redelivered: boolean;
  refusal: TaskFailure | null;
}

/** A row of `pgflow.task_outcome`. */
export interface OutcomeRow {
  run_id: string;
  step_index: number;
  task_index: number;
  claim_no: number;
  outcome: string;
  visible_at: string | Date | null;
}

/** The claim of a row. A run's input of JSON null looks left out, and is then fetched. */
export function toClaimedTask(row: ClaimRow): ClaimedTask {
  return {
    flowId: row.flow_id,
    runId: row.run_id,
    stepIndex: row.step_index,
    stepSlug: row.step_slug,
    taskIndex: row.task_index,
    attempt: row.attempt,
    claimNo: row.claim_no,
    visibleAt: new Date(row.visible_at),
    timeoutMs: row.timeout_ms,
    input: row.input,
    runInput: row.run_input ?? undefined,
    redelivered: row.redelivered,
    refusal: row.refusal,
    delivery: row.delivery,
  };
}

/** What identifies a claim, in the order and with the names of SQL. */
export function toClaimKey(task: ClaimedTask) {
  return {
    delivery: task.delivery,
    run_id: task.runId,
    step_index: task.stepIndex,
    task_index: task.taskIndex,
    claim_no: task.claimNo,
  };
}

/** One text per claim and outcome row, to tell which belong together. */
export function claimId(claim: Omit<OutcomeRow, 'outcome' | 'visible_at'>): string {
  return `${claim.run_id}/${claim.step_index}/${claim.task_index}/${claim.claim_no}`;
}

/** Results as the two JSON texts of `settle_and_claim`; an output's text goes in as it is. */
export function toResultTexts(results: readonly TaskResult[]): {
  completed: string;
  failed: string;
} {
  const completed: string[] = [];
  const failed: string[] = [];
  for (const result of results) {
    const key = JSON.stringify(toClaimKey(result.task)).slice(0, -1);
    if (result.status === 'completed') completed.push(`${key},"output":${result.outputText}}`);
    else failed.push(`${key},"error":${JSON.stringify(result.error)}}`);
  }
  return { completed: `[${completed.join(',')}]`, failed: `[${failed.join(',')}]` };
}

/** Outcomes in the order of the results; SQL leaves the plainly completed ones out. */
export function toOutcomes(
  results: readonly TaskResult[],
  rows: readonly OutcomeRow[],
): TaskOutcome[] {
  const byClaim = new Map(rows.map((row) => [claimId(row), row]));
  return results.map(({ task }) => {
    const row = byClaim.size > 0 ? byClaim.get(claimId(toClaimKey(task))) : undefined;
    const visibleAt = row?.visible_at ?? null;
    return {
      runId: task.runId,
      stepIndex: task.stepIndex,
      taskIndex: task.taskIndex,
      claimNo: task.claimNo,
      outcome: (row?.outcome ?? 'completed') as TaskOutcome['outcome'],
      visibleAt: visibleAt === null ? null : new Date(visibleAt),
    };
  });
}
