import { claimId, toClaimKey } from './claim-rows.js';
import type { ClaimedTask, LeaseOutcome, ServedFlow } from './claimed-task.js';
import { type SourceCalls, sourceCalls } from './source-calls.js';
import type { SourceOptions, TaskSource } from './worker-backend.js';
import { WorkerSession } from './worker-session.js';

/** No call is given up sooner, in ms: connecting takes its time. */
const LEAST_TIMEOUT = 5_000;

/** What happens to the session that listens, for who does. */
export interface SessionEvents {
  onNotify?: (channel: string) => void;
  onLost?: () => void;
}

/** What a source of either kind is made of. */
export interface OpenTaskSource {
  readonly calls: SourceCalls;
  readonly flows: ServedFlow[];
  /** All of a source but where its tasks come from, and how they are settled. */
  readonly common: Omit<TaskSource, 'settle'>;
}

/**
 * Opens what pull and push sources have in common, over the functions of a backend's schema: says
 * hello with the definitions, which stores them and writes the worker down. Opens two sessions like
 * `sql`, each when it is first needed; an answer that takes longer than the lease is not waited for.
 * Errors of the database come out mapped.
 */
export async function openTaskSource(
  schema: string,
  options: SourceOptions,
  events: SessionEvents = {},
): Promise<OpenTaskSource> {
  const { sql, workerId, workerName, workerVersion, leaseSeconds, definitions } = options;
  const shared = { like: sql, applicationName: `pgflow worker ${workerName}` };
  const work = new WorkerSession({
    ...shared,
    timeoutMs: Math.max(leaseSeconds * 1000, LEAST_TIMEOUT),
  });
  const brief = new WorkerSession({
    ...shared,
    ...events,
    // So that a heartbeat can be repeated before the lease ends, and a lost session is noticed.
    timeoutMs: Math.min(Math.max((leaseSeconds * 1000) / 3, LEAST_TIMEOUT), 20_000),
    lasting: true,
  });
  const closeSessions = () => Promise.all([work.close(), brief.close()]);
  const calls = sourceCalls({ work, brief, schema, workerId, leaseSeconds });
  const rows = await calls
    .startWorker(workerName, workerVersion, definitions)
    .catch(async (error) => {
      await closeSessions();
      throw error;
    });

  const common: OpenTaskSource['common'] = {
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
    async close(reason) {
      try {
        await calls.stopWorker(reason);
      } finally {
        await closeSessions();
      }
    },
    housekeep: () => calls.housekeep(),
  };
  const flows = rows.map((row) => ({
    flowId: row.flow_id,
    flowSlug: row.flow_slug,
    version: row.version,
    queue: row.queue,
  }));
  return { calls, flows, common };
}

function keysOf(tasks: readonly ClaimedTask[]): string {
  return JSON.stringify(tasks.map(toClaimKey));
}
