export { createWorker, type StopOptions, type Worker } from './create-worker.js';
export { type EndSignal, runUntilSignal } from './run-until-signal.js';
export { type EdgeFunction, type ServeWorkerOptions, serveWorker } from './serve-worker.js';
export type { WorkerOptions } from './worker-options.js';
