import { DatabaseUnreachableError } from '@pgflow/core-sql';
import { TroubleLog } from '@pgflow/core-sql/process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryLogger } from './support/run-worker.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const away = (how: string) => new DatabaseUnreachableError(how);

test('an outage is told when it begins, less and less often while it lasts, and when all is well', () => {
  const logger = memoryLogger();
  const trouble = new TroubleLog(logger);
  for (let seconds = 0; seconds < 600; seconds += 5) {
    trouble.failed('the round trip', away(seconds % 2 ? 'refused' : 'reset'));
    trouble.failed('the heartbeat', away('closed'));
    vi.advanceTimersByTime(5_000);
  }
  // At 0, 10, 30, 70, 150 and 310 s.
  expect(logger.lines).toHaveLength(6);
  trouble.worked('the heartbeat');
  expect(logger.lines).toHaveLength(6);
  trouble.worked('the round trip');
  expect(logger.lines[6]).toBe('the database answers again {"afterMs":600000}');
  trouble.worked('the round trip');
  expect(logger.lines).toHaveLength(7);
});

test('another error is told at once, and so is the next outage', () => {
  const logger = memoryLogger();
  const trouble = new TroubleLog(logger);
  trouble.failed('the round trip', away('refused'));
  trouble.failed('the round trip', new Error('permission denied'));
  trouble.worked('the round trip');
  trouble.failed('the round trip', away('refused'));
  expect(logger.lines.map((line) => line.replace(/ \{.*/, ''))).toEqual([
    'the round trip failed: refused',
    'the round trip failed: permission denied',
    'the database answers again',
    'the round trip failed: refused',
  ]);
});

test('two calls that fail in turn, each with a text of its own, are told once each', () => {
  const logger = memoryLogger();
  const trouble = new TroubleLog(logger, 'the queue');
  for (let times = 0; times < 9; times += 1) {
    trouble.failed('the relay', new Error('no such folder'));
    trouble.failed('the claim', new Error('permission denied'));
  }
  trouble.worked('the relay');
  trouble.worked('the claim');
  expect(logger.lines.map((line) => line.replace(/ \{.*/, ''))).toEqual([
    'the relay failed: no such folder',
    'the claim failed: permission denied',
    'the queue answers again',
  ]);
});
