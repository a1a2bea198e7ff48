export type { EndReason, IsolateRecord } from './isolate-record.js';
export type { UnloadReason } from './messages.js';
export type { EdgeRuntimeOptions } from './options.js';
export { type EdgeRuntime, startEdgeRuntime } from './start-edge-runtime.js';
