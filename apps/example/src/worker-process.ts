/**
 * A worker in a process of its own, started by `startWorkerChild`: it can be killed without taking the
 * command down, and it leaves when the command does, however that ends.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createHandler, createWorker } from '@pgflow/edge-worker';
import { auditHandler, auditWorker, readSettings, type WorkerSettings } from './audit-worker.ts';

interface Working {
  /** Where it is brought its tasks, if it is. */
  url?: string;
  stop(): Promise<unknown>;
}

async function fetchTasks(settings: WorkerSettings): Promise<Working> {
  const options = auditWorker(settings);
  const worker = createWorker(options);
  await worker.start();
  return { stop: () => worker.stop().then(() => options.sql.end()) };
}

async function serveTasks(settings: WorkerSettings): Promise<Working> {
  const options = auditHandler(settings);
  const handler = createHandler(options);
  const port = Number(process.env.WORKER_PORT ?? 0);
  const server = serve({ fetch: handler.fetch, hostname: '127.0.0.1', port });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => handler.stop().then(() => options.sql.end()),
  };
}

const settings = readSettings();
const { url, stop } = await (settings.backend === 'http'
  ? serveTasks(settings)
  : fetchTasks(settings));

let _stopping: Promise<unknown> | undefined;
const leave = () => {
  _stopping ??= stop().finally(() => process.exit());
};
process.on('SIGTERM', leave);
process.on('disconnect', leave);
// Ctrl-C goes to the whole group of processes; the command decides what becomes of us.
process.on('SIGINT', () => {});
process.send?.({ url });
