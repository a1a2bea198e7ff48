import process from 'node:process';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { siteAudit } from '../flows/site-audit.ts';
import { Fetcher } from './audit/fetcher.ts';
import { type BackendName, backends, defaultBackend, isBackendName } from './backends.ts';
import { Store } from './store.ts';

/** What a worker is started with. */
export interface WorkerOptions {
  databaseUrl: string;
  backend: BackendName;
  /** What requests to the Edge Function must carry; without one none is let in. */
  secret: string | undefined;
  /** @default the worker's */
  leaseSeconds: number | undefined;
}

/** A worker that serves the audit. */
export interface AuditWorker {
  /** Resolves when the worker has stopped. */
  readonly ended: Promise<void>;
  /** Finishes what is under way, then ends. */
  stop(): Promise<void>;
}

/** Reads the variables that Supabase sets for its functions, and our own. */
export function readWorkerOptions(
  env: Record<string, string | undefined> = process.env,
): WorkerOptions {
  const databaseUrl = env.SUPABASE_DB_URL;
  if (!databaseUrl) throw new Error('SUPABASE_DB_URL is not set');
  const backend = env.WORKER_BACKEND ?? defaultBackend;
  if (!isBackendName(backend)) throw new Error(`WORKER_BACKEND is pgmq or table, not ${backend}`);
  const leaseSeconds = env.WORKER_LEASE_SECONDS ? Number(env.WORKER_LEASE_SECONDS) : undefined;
  return { databaseUrl, backend, secret: env.WORKER_SECRET, leaseSeconds };
}

/** Starts a worker for the audit: the same on Node and on Deno. */
export async function runAuditWorker({
  databaseUrl,
  backend,
  leaseSeconds,
}: WorkerOptions): Promise<AuditWorker> {
  const sql = postgres(databaseUrl, { max: 8, onnotice: () => {} });
  const flows = [siteAudit({ fetcher: new Fetcher(), store: new Store(sql), backend })];
  const worker = createWorker({
    flows,
    backend: backends[backend].backend,
    sql,
    concurrency: 16,
    // Retries come due by time, and what a killed worker held: nobody notifies of either.
    pollIntervalMs: 500,
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
  });
  await worker.start();
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = async () => {
    await worker.stop();
    await sql.end();
    end();
  };
  return { ended, stop };
}
