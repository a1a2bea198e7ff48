export { type EndSignal, runUntilSignal } from '@pgflow/core-sql/process';
export { createHandler, type Handler } from './create-handler.js';
export { createWorker, type Worker } from './create-worker.js';
export type { StopOptions } from './executor.js';
export type { HandlerOptions } from './handler-options.js';
export type { WaitUntil } from './host.js';
export { type EdgeFunction, type ServeWorkerOptions, serveWorker } from './serve-worker.js';
export type { WorkerOptions } from './worker-options.js';
