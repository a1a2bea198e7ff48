/**
 * A worker in a process of its own, started by `startWorker`: it can be killed without taking the
 * command down, and it leaves when the command does, however that ends.
 */
import { createWorker } from '@pgflow/edge-worker';
import { auditWorker, readSettings } from './audit-worker.ts';

const options = auditWorker(readSettings());
const worker = createWorker(options);
await worker.start();

let _stopping: Promise<void> | undefined;
const stop = () => {
  _stopping ??= worker
    .stop()
    .then(() => options.sql.end())
    .finally(() => process.exit());
};
process.on('SIGTERM', stop);
process.on('disconnect', stop);
// Ctrl-C goes to the whole group of processes; the command decides what becomes of us.
process.on('SIGINT', () => {});
process.send?.('ready');
