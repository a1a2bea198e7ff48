import { claimId, toClaimedTask, toClaimKey, toOutcomes, toResultTexts } from './claim-rows.js';
import type { ClaimedTask, LeaseOutcome, ServedFlow, TaskResult } from './claimed-task.js';
import { pullCalls } from './pull-calls.js';
import { WakeUps } from './wake-ups.js';
import type { PullSource, PullSourceOptions } from './worker-backend.js';
import { WorkerSession } from './worker-session.js';

/** No call is given up sooner, in ms: connecting takes its time. */
const LEAST_TIMEOUT = 5_000;

/**
 * Opens a pull source over the functions of a backend's schema: stores the definitions, writes the
 * worker down, reads the versions' queues. Beside those of the contract the schema needs
 * `start_worker`, `stop_worker`, `housekeep`, `get_run_inputs` and `settle_and_claim`, and it notifies
 * of work on the channels `<schema>:<queue>`. Opens two sessions like `sql`; an answer that takes
 * longer than the lease is not waited for. Errors of the database come out mapped.
 */
export async function openPullSource(
  schema: string,
  options: PullSourceOptions,
): Promise<{ source: PullSource; flows: ServedFlow[] }> {
  const { sql, workerId, workerName, workerVersion, leaseSeconds, definitions } = options;
  let wakeUps: WakeUps | undefined;
  const shared = { like: sql, applicationName: `pgflow worker ${workerName}` };
  const work = new WorkerSession({
    ...shared,
    timeoutMs: Math.max(leaseSeconds * 1000, LEAST_TIMEOUT),
  });
  const brief = new WorkerSession({
    ...shared,
    // So that a heartbeat can be repeated before the lease ends, and a lost session is noticed.
    timeoutMs: Math.min(Math.max((leaseSeconds * 1000) / 3, LEAST_TIMEOUT), 20_000),
    lasting: true,
    onNotify: (channel) => wakeUps?.heard(channel),
    onLost: () => wakeUps?.lost(),
  });
  const closeSessions = () => Promise.all([work.close(), brief.close()]);
  const calls = pullCalls({ work, brief, schema, workerId, leaseSeconds });
  const rows = await calls
    .startWorker(workerName, workerVersion, definitions)
    .catch(async (error) => {
      await closeSessions();
      throw error;
    });
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
    async onWake(listener, onDeaf = () => {}) {
      const echoChannel = `pgflow:${workerId}`;
      const channels = nextQueues().map((queue) => `${schema}:${queue}`);
      wakeUps = new WakeUps({
        listen: () => calls.listen([...channels, echoChannel]),
        sendEcho: () => calls.notify(echoChannel),
        echoChannel,
        onWake: listener,
        onDeaf,
      });
      await wakeUps.start();
      return async () => wakeUps?.stop();
    },
    async close(reason) {
      wakeUps?.stop();
      try {
        await calls.stopWorker(reason);
      } finally {
        await closeSessions();
      }
    },
    housekeep: () => calls.housekeep(),
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
