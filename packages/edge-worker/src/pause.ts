import { setImmediate } from 'node:timers';

/** Resolves after `ms`. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resolves when what is due in this turn of the event loop is done. */
export function immediately(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
