import { claimId, toClaimedTask, toClaimKey, toOutcomes, toResultTexts } from './claim-rows.js';
import type { ClaimedTask, LeaseOutcome, ServedFlow, TaskResult } from './claimed-task.js';
import { pullCalls } from './pull-calls.js';
import type { PullSource, PullSourceOptions } from './worker-backend.js';

/**
 * Opens a pull source over the functions of a backend's schema: stores the definitions, writes the
 * worker down, reads the versions' queues. Beside those of the contract the schema needs
 * `start_worker`, `stop_worker`, `housekeep`, `get_run_inputs` and `settle_and_claim`, and it notifies
 * of work on the channels `<schema>:<queue>`. Errors of the database come out mapped.
 */
export async function openPullSource(
  schema: string,
  options: PullSourceOptions,
): Promise<{ source: PullSource; flows: ServedFlow[] }> {
  const { sql, workerId, workerName, workerVersion, leaseSeconds, definitions } = options;
  const calls = pullCalls(sql, schema, workerId, leaseSeconds);
  const rows = await calls.startWorker(workerName, workerVersion, definitions);
  const flows = rows.map((row) => ({
    flowId: row.flow_id,
    flowSlug: row.flow_slug,
    version: row.version,
    queue: row.queue,
  }));
  const nextQueues = rotation([...new Set(flows.map(({ queue }) => queue))]);

  const settleAndClaim = async (results: TaskResult[], quantity: number) => {
    const { outcomes, tasks, crowded } = await calls.settleAndClaim({
      ...toResultTexts(results),
      queues: nextQueues(),
      quantity,
    });
    return { outcomes: toOutcomes(results, outcomes), tasks: tasks.map(toClaimedTask), crowded };
  };

  const source: PullSource = {
    settleAndClaim,
    async claim(quantity) {
      return (await settleAndClaim([], quantity)).tasks;
    },
    async settle(results) {
      return (await settleAndClaim(results, 0)).outcomes;
    },
    async extend(tasks) {
      const rows = await calls.extend(keysOf(tasks));
      const byClaim = new Map(rows.map((row) => [claimId(row), row.outcome]));
      return tasks.map(
        (task) => (byClaim.get(claimId(toClaimKey(task))) ?? 'stale') as LeaseOutcome,
      );
    },
    async release(tasks) {
      if (tasks.length > 0) await calls.release(keysOf(tasks));
    },
    async fetchRunInput(runIds) {
      const rows = await calls.getRunInputs(runIds);
      return new Map(rows.map((row) => [row.run_id, row.input]));
    },
    async onWake(listener) {
      const listening = await Promise.all(
        nextQueues().map((queue) => calls.listen(queue, listener)),
      );
      return async () => {
        await Promise.all(listening.map(({ unlisten }) => unlisten()));
      };
    },
    housekeep: () => calls.housekeep(),
    close: (reason) => calls.stopWorker(reason),
  };
  return { source, flows };
}

function keysOf(tasks: readonly ClaimedTask[]): string {
  return JSON.stringify(tasks.map(toClaimKey));
}

/** The queues, each time beginning with the next one, so that a deep queue starves no other. */
function rotation(queues: string[]): () => string[] {
  let first = 0;
  return () => {
    const turned = [...queues.slice(first), ...queues.slice(0, first)];
    first = queues.length === 0 ? 0 : (first + 1) % queues.length;
    return turned;
  };
}
