import type { UnloadReason } from './messages.js';

/** Why an isolate ended: a reason it was told, an error of its own, or the end of the emulator. */
export type EndReason = UnloadReason | 'boot_error' | 'uncaught' | 'exit' | 'stopped';

/** What is known of an isolate. */
export interface IsolateRecord {
  /** From 1. */
  id: number;
  /** Process id. */
  pid: number;
  startedAt: Date;
  /** Since when new requests go to another isolate. */
  retiredAt?: Date;
  endedAt?: Date;
  reason?: EndReason;
  /** The end of what it wrote to stderr, if it ended by an error of its own. */
  error?: string;
}

/** Why a process ended that nobody killed. */
export function reasonOf(
  booted: boolean,
  code: number | null,
  signal: NodeJS.Signals | null,
): EndReason {
  // V8 aborts the process when its heap is full; nothing else here ends by a signal.
  if (signal) return 'memory';
  if (!booted) return 'boot_error';
  return code === 0 ? 'exit' : 'uncaught';
}
