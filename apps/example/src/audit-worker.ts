import process from 'node:process';
import type { HandlerOptions, WorkerOptions } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { siteAudit } from '../flows/site-audit.ts';
import { Fetcher } from './audit/fetcher.ts';
import { type BackendName, backends, defaultBackend, isBackendName } from './backends.ts';
import { Store } from './store.ts';

/** What a worker is told by its environment. */
export interface WorkerSettings {
  databaseUrl: string;
  backend: BackendName;
  /** What requests to the worker must carry, or be signed with; without one none is let in. */
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
  if (!isBackendName(backend))
    throw new Error(`WORKER_BACKEND is pgmq, table or http, not ${backend}`);
  const leaseSeconds = env.WORKER_LEASE_SECONDS ? Number(env.WORKER_LEASE_SECONDS) : undefined;
  return { databaseUrl, backend, secret: env.WORKER_SECRET, leaseSeconds };
}

/** A worker for the audit that fetches its tasks: the same in an Edge Function and in a process of its own. */
export function auditWorker(settings: WorkerSettings): WorkerOptions {
  // Retries come due by time, and what a killed worker held: nobody notifies of either.
  return { ...worker(settings), pollIntervalMs: 500 };
}

/** One that is brought its tasks, wherever it runs. They run on after the answer. */
export function auditHandler(settings: WorkerSettings): HandlerOptions {
  return { ...worker({ ...settings, backend: 'http' }), answer: 'at once' };
}

function worker({ databaseUrl, backend, secret, leaseSeconds }: WorkerSettings) {
  const sql = postgres(databaseUrl, { max: 8, onnotice: () => {} });
  return {
    flows: [siteAudit({ fetcher: new Fetcher(), store: new Store(sql), backend })],
    backend: backends[backend].make(secret),
    sql,
    concurrency: 16,
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
  };
}
