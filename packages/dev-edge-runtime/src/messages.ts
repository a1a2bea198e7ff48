/** Why an isolate is told that it is about to end; `detail.reason` of its `beforeunload` event. */
export type UnloadReason = 'wall_clock' | 'cpu' | 'memory' | 'early_drop' | 'termination';

/** What the emulator tells an isolate. */
export type ToIsolate =
  /** Dispatch `beforeunload`. */
  | { kind: 'unload'; reason: UnloadReason }
  /** No request will come any more: be dropped as soon as nothing is pending. */
  | { kind: 'drain' };

/** What an isolate tells the emulator. */
export type FromIsolate =
  /** Deno runs, and the function's modules are about to be loaded. */
  | { kind: 'started' }
  /** The modules are loaded; since `at`, in ms since 1970, the function's own code runs. */
  | { kind: 'evaluating'; at: number }
  /** Requests are answered on this port of 127.0.0.1. */
  | { kind: 'ready'; port: number }
  /** How many promises of `waitUntil` are pending; told when there is a first, and none any more. */
  | { kind: 'waiting'; count: number }
  /** Nothing is pending, and `beforeunload` was dispatched. */
  | { kind: 'drained' };
