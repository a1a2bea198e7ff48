import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PollTimer } from '../src/poll-timer.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

test('looks less and less often while there is nothing, and again at once after work', () => {
  const timer = new PollTimer(10_000);
  expect(timer.left).toBe(0);
  for (let looks = 0; looks < 20; looks += 1) timer.looked(0, 10);
  expect(timer.left).toBeGreaterThanOrEqual(7_500);
  timer.looked(10, 10);
  expect(timer.left).toBe(0);
});

test('a wake-up is answered at once, by a worker that met others only after a while', () => {
  const timer = new PollTimer(10_000);
  for (let looks = 0; looks < 20; looks += 1) timer.looked(0, 10);
  timer.wake();
  expect(timer.left).toBe(0);
  for (let looks = 0; looks < 20; looks += 1) timer.crowded();
  expect(timer.left).toBeGreaterThanOrEqual(150);
  timer.wake();
  expect(timer.left).toBeGreaterThanOrEqual(150);
  expect(timer.left).toBeLessThanOrEqual(250);
  for (let looks = 0; looks < 100; looks += 1) timer.looked(1, 10);
  timer.wake();
  expect(timer.left).toBe(0);
});

test('a worker that met others stays away, though a retry is due', () => {
  const timer = new PollTimer(10_000);
  timer.lookAt(Date.now());
  timer.crowded();
  expect(timer.left).toBeGreaterThan(0);
  expect(timer.left).toBeLessThan(10);
});

test('looks when a retry is due, though other looks came between', () => {
  const timer = new PollTimer(10_000);
  for (let looks = 0; looks < 20; looks += 1) timer.looked(0, 10);
  timer.lookAt(Date.now() + 2_500);
  timer.looked(0, 10);
  expect(timer.left).toBeGreaterThanOrEqual(2_500);
  expect(timer.left).toBeLessThanOrEqual(2_756);
  vi.advanceTimersByTime(3_000);
  expect(timer.left).toBe(0);
  timer.looked(0, 10);
  // Soon again, since the clock of the database may be behind; then less and less often.
  expect(timer.left).toBeLessThan(100);
  for (let looks = 0; looks < 20; looks += 1) timer.looked(0, 10);
  expect(timer.left).toBeGreaterThanOrEqual(7_500);
});

test('looks in time for a retry that is due within the second, and remembers a few of many', () => {
  const timer = new PollTimer(10_000);
  for (let looks = 0; looks < 20; looks += 1) timer.looked(0, 10);
  for (let task = 0; task < 1_000; task += 1) timer.lookAt(Date.now() + 100 + task / 100);
  let looks = 0;
  for (let ms = 0; ms < 200; ms += 1) {
    vi.advanceTimersByTime(1);
    if (timer.left > 0) continue;
    timer.looked(0, 10);
    looks += 1;
    if (looks === 1) expect(ms).toBeLessThanOrEqual(116);
  }
  expect(looks).toBeGreaterThanOrEqual(1);
  expect(looks).toBeLessThanOrEqual(4);
});
