import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a fixed piece of work on one core takes now, in ms. */
export function calibrate(): number {
  const block = Buffer.alloc(8192, 7);
  const begun = performance.now();
  for (let i = 0; i < 6000; i++) createHash('sha256').update(block).digest();
  let sum = 0;
  for (let i = 0; i < 3e7; i++) sum = (sum + i * 7) | 0;
  // The sum is used, or the compiler drops the loop.
  return performance.now() - begun + (sum & 0);
}

/** The time that counts as calm: 1.6 times the best of a few tries now. */
export function calmMs(): number {
  return 1.6 * Math.min(...Array.from({ length: 12 }, calibrate));
}

/** Waits up to a minute for a calm moment; false where none came. */
export async function calmMoment(calm: number, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt++) {
    if (calibrate() < calm) return true;
    await sleep(3000, undefined, { signal });
  }
  return false;
}
