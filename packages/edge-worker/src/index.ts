export { createWorker, type Worker } from './create-worker.js';
export type { WorkerOptions } from './worker-options.js';
