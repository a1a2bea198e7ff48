import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Gate } from '../../src/audit/gate.ts';

test('never lets more through than the pace allows, and everyone in the end', async () => {
  const gate = new Gate();
  let active = 0;
  let most = 0;
  const visit = async () => {
    const leave = await gate.enter({ concurrency: 3, delayMs: 0 });
    most = Math.max(most, ++active);
    await sleep(1);
    active--;
    leave();
  };
  await Promise.all(Array.from({ length: 20 }, visit));
  expect([most, active]).toEqual([3, 0]);
});

test('spaces the starts', async () => {
  const gate = new Gate();
  const starts: number[] = [];
  await Promise.all(
    [0, 1, 2].map(async () => {
      const leave = await gate.enter({ concurrency: 3, delayMs: 30 });
      starts.push(performance.now());
      leave();
    }),
  );
  // Timers may be a millisecond early.
  expect(Number(starts[2]) - Number(starts[0])).toBeGreaterThan(57);
});

test('an aborted wait takes no place', async () => {
  const gate = new Gate();
  const leave = await gate.enter({ concurrency: 1, delayMs: 0 });
  const abort = new AbortController();
  const waiting = gate.enter({ concurrency: 1, delayMs: 0 }, abort.signal);
  abort.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow('stop');
  leave();
  const again = await gate.enter({ concurrency: 1, delayMs: 5_000 });
  again();
  const delayed = gate.enter({ concurrency: 1, delayMs: 0 }, AbortSignal.timeout(10));
  await expect(delayed).rejects.toThrow();
});
