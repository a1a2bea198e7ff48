import process from 'node:process';
import type { WorkerOptions } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { siteAudit } from '../flows/site-audit.ts';
import { Fetcher } from './audit/fetcher.ts';
import { type BackendName, backends, defaultBackend, isBackendName } from './backends.ts';
import { Store } from './store.ts';

/** What a worker is told by its environment. */
export interface WorkerSettings {
  databaseUrl: string;
  backend: BackendName;
  /** What requests to the Edge Function must carry; without one none is let in. */
  secret: string | undefined;
  /** @default the worker's */
  leaseSeconds: number | undefined;
}

/** Reads the variables that Supabase sets for its functions, and our own. */
export function readSettings(
  env: Record<string, string | undefined> = process.env,
): WorkerSettings {
  const databaseUrl = env.SUPABASE_DB_URL;
  if (!databaseUrl) throw new Error('SUPABASE_DB_URL is not set');
  const backend = env.WORKER_BACKEND ?? defaultBackend;
  if (!isBackendName(backend)) throw new Error(`WORKER_BACKEND is pgmq or table, not ${backend}`);
  const leaseSeconds = env.WORKER_LEASE_SECONDS ? Number(env.WORKER_LEASE_SECONDS) : undefined;
  return { databaseUrl, backend, secret: env.WORKER_SECRET, leaseSeconds };
}

/** A worker for the audit: the same in an Edge Function and in a process of its own. */
export function auditWorker({ databaseUrl, backend, leaseSeconds }: WorkerSettings): WorkerOptions {
  const sql = postgres(databaseUrl, { max: 8, onnotice: () => {} });
  return {
    flows: [siteAudit({ fetcher: new Fetcher(), store: new Store(sql), backend })],
    backend: backends[backend].backend,
    sql,
    concurrency: 16,
    // Retries come due by time, and what a killed worker held: nobody notifies of either.
    pollIntervalMs: 500,
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
  };
}
