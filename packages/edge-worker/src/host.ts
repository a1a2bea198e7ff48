import type { StopOptions } from './executor.js';

/** What the edge runtime dispatches before it ends an isolate. */
interface BeforeUnload extends Event {
  readonly detail?: { readonly reason?: string };
}

/** Ends after which there is no more time: the host kills the isolate within moments. */
const HASTY = ['cpu', 'memory'];

/** Keeps an isolate, which is dropped without pending work, until a promise is settled. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/** The edge runtime's own `waitUntil`; undefined elsewhere. */
export function hostWaitUntil(): WaitUntil | undefined {
  const { EdgeRuntime } = globalThis as { EdgeRuntime?: { waitUntil: WaitUntil } };
  return EdgeRuntime && ((promise) => EdgeRuntime.waitUntil(promise));
}

/** Calls `end` when the host is about to end the isolate, with its reason; Node ends by signals. */
export function beforeUnload(end: (options: StopOptions) => void): void {
  (globalThis as Partial<EventTarget>).addEventListener?.('beforeunload', (event) => {
    const reason = (event as BeforeUnload).detail?.reason ?? 'unload';
    end({ reason, ...(HASTY.includes(reason) ? { timeoutMs: 0 } : {}) });
  });
}
