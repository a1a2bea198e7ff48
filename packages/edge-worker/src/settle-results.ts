import {
  type ClaimedTask,
  errorCodes,
  type Logger,
  type PullSource,
  type PushSource,
  type TaskOutcome,
  type TaskResult,
  type TaskSource,
} from '@pgflow/core-sql';

/** What one round trip brought. */
export interface Settled {
  outcomes: TaskOutcome[];
  tasks: ClaimedTask[];
  /** Nothing was claimed, since other workers were at it. */
  crowded?: boolean | undefined;
}

/** Settles results and claims tasks, in one round trip where the backend can; a push source claims none. */
export async function settleAndClaim(
  source: PullSource | PushSource,
  results: TaskResult[],
  quantity: number,
): Promise<Settled> {
  if (!('claim' in source)) return { outcomes: await source.settle(results), tasks: [] };
  if (source.settleAndClaim) return source.settleAndClaim(results, quantity);
  const outcomes = results.length > 0 ? await source.settle(results) : [];
  return { outcomes, tasks: quantity > 0 ? await source.claim(quantity) : [] };
}

/**
 * Settles each result alone, after a batch failed because of one that cannot be stored: that one
 * becomes a failed attempt, and its neighbours are not touched.
 */
export async function settleOneByOne(
  source: TaskSource,
  results: readonly TaskResult[],
  logger: Logger,
): Promise<TaskOutcome[]> {
  const outcomes: TaskOutcome[] = [];
  for (const result of results) {
    try {
      outcomes.push(...(await source.settle([result])));
    } catch (error) {
      if (!isUnstorable(error) || result.status === 'failed') throw error;
      const message = `the output cannot be stored: ${error.message}`;
      logger.warn(message, { runId: result.task.runId, stepSlug: result.task.stepSlug });
      const failure = { code: errorCodes.jsonNotStorable, message, final: false };
      outcomes.push(
        ...(await source.settle([{ task: result.task, status: 'failed', error: failure }])),
      );
    }
  }
  return outcomes;
}

/** Whether the data of a batch is refused (classes 22, data exception, and 54, limit exceeded). */
export function isUnstorable(error: unknown): error is Error {
  return /^(?:22|54)/.test(sqlState(error));
}

/** Whether the same call can succeed when it is made again at once: deadlock, serialization. */
export function isConflict(error: unknown): boolean {
  return /^40(?:P01|001)$/.test(sqlState(error));
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
