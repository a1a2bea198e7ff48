import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerBackend } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import type { Figures } from '../engine.js';
import { chain } from './flows.js';
import { quietLogger } from './workers.js';

/** Queries that a default worker sends while there is nothing to do, once it has come to rest. */
export async function idle(
  url: string,
  backend: WorkerBackend,
  { settleMs, watchMs }: { settleMs: number; watchMs: number },
): Promise<Figures> {
  let queries = 0;
  const sql = postgres(url, { max: 4, onnotice: () => {}, debug: () => queries++ });
  const worker = createWorker({ flows: [chain('idle', 3)], backend, sql, logger: quietLogger });
  await worker.start();
  if (queries === 0) throw new Error('the driver told of no query, not even of those of the start');
  await sleep(settleMs);
  const before = queries;
  await sleep(watchMs);
  const sent = queries - before;
  await worker.stop();
  await sql.end();
  return { queries_per_minute: (sent * 60_000) / watchMs };
}
