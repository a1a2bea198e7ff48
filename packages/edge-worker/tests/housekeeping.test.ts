import type { PullSource } from '@pgflow/core-sql';
import { TroubleLog } from '@pgflow/core-sql/process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startHousekeeping } from '../src/housekeeping.js';
import { deferred } from './support/deferred.js';
import { memoryLogger } from './support/run-worker.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('offers the housekeeping once a minute, one call at a time, whatever became of the last', async () => {
  const logger = memoryLogger();
  const calls = [deferred<void>(), deferred<void>(), deferred<void>()];
  let made = 0;
  const housekeep = () => calls[made++]?.promise ?? Promise.resolve();
  const stop = startHousekeeping({ housekeep } as PullSource, new TroubleLog(logger));
  await vi.advanceTimersByTimeAsync(44_000);
  expect(made).toBe(0);
  await vi.advanceTimersByTimeAsync(16_000);
  expect(made).toBe(1);
  // The first call hangs, so no other one is made.
  await vi.advanceTimersByTimeAsync(180_000);
  expect(made).toBe(1);
  calls[0]?.resolve(Promise.reject(new Error('no')) as never);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(made).toBe(2);
  expect(logger.lines.filter((line) => line.includes('housekeeping failed: no'))).toHaveLength(1);
  calls[1]?.resolve();
  await stop();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(made).toBe(2);
});
