import { expect, test } from 'vitest';
import { serve, until } from './support/serve.js';

test('at nine tenths of the wall clock an isolate is told, at its end it is killed', async () => {
  const { get, ended, unloadedAt, lines } = await serve('probe', { wallClockMs: 1_500 });
  expect(await get('/background?ms=60000')).toMatchObject({ status: 200 });
  const { reason, startedAt, endedAt } = await ended();
  expect(reason).toBe('wall_clock');
  const told = unloadedAt('wall_clock') ?? 0;
  expect(told - startedAt.getTime()).toBeGreaterThanOrEqual(1_350);
  expect(endedAt?.getTime()).toBeGreaterThan(told);
  expect(Number(endedAt) - startedAt.getTime()).toBeGreaterThanOrEqual(1_500);
  // The handler of the event takes a minute, for which nobody waits.
  expect(lines.join()).not.toContain('was awaited');
});

test('at half of the wall clock new requests go to a new isolate, and the old one lives on', async () => {
  const { runtime, get, ended, reasons } = await serve('probe', { wallClockMs: 3_000 });
  const slow = get('/slow?ms=2000');
  await get('/background?ms=60000');
  const retired = await until(() => runtime.isolates.find((isolate) => isolate.retiredAt));
  expect(Number(retired.retiredAt) - retired.startedAt.getTime()).toBeGreaterThanOrEqual(1_500);
  expect(runtime.isolates).toHaveLength(1);
  await get();
  expect(reasons()).toEqual([undefined, undefined]);
  expect((await slow).status).toBe(200);
  expect((await ended(1)).reason).toBe('wall_clock');
});

test('a loop that never ends is killed at its CPU limit without a word', async () => {
  const { get, ended, unloadedAt, runtime } = await serve('probe', { cpuMs: 500 });
  await get();
  const before = Date.now();
  expect(await get('/block')).toMatchObject({
    status: 546,
    body: expect.stringContaining('WORKER_LIMIT'),
  });
  // One thread uses no more CPU time than time passes; some was used before.
  expect(Date.now() - before).toBeGreaterThanOrEqual(250);
  expect((await ended()).reason).toBe('cpu');
  expect(unloadedAt('cpu')).toBeUndefined();
  expect((await get()).status).toBe(200);
  expect(runtime.isolates).toHaveLength(2);
});

test('who gives the event loop back is told before the CPU limit', async () => {
  const { get, ended, unloadedAt } = await serve('probe', { cpuMs: 1_000 });
  expect((await get('/burn')).status).toBe(546);
  const { reason, endedAt } = await ended();
  expect(reason).toBe('cpu');
  expect(unloadedAt('cpu')).toBeLessThan(Number(endedAt));
});

test('waiting uses no CPU time', async () => {
  const { get, reasons } = await serve('probe', { cpuMs: 1_000 });
  await get('/slow?ms=1500');
  expect(reasons()).toEqual([undefined]);
});

test('a loop at the start of a function is killed at its CPU limit', async () => {
  const { get, ended } = await serve('endless', { cpuMs: 500 });
  expect((await get()).status).toBe(546);
  expect((await ended()).reason).toBe('cpu');
});

test('memory is limited, buffers included', async () => {
  const { get, ended, unloadedAt } = await serve('probe', { memoryMb: 100 });
  expect((await get('/grow')).status).toBe(546);
  const { reason, endedAt } = await ended();
  expect(reason).toBe('memory');
  expect(unloadedAt('memory')).toBeLessThan(Number(endedAt));
});

test('a full heap is a matter of memory too', async () => {
  const { get, ended } = await serve('probe', { memoryMb: 60, cpuMs: 60_000 });
  expect((await get('/leak')).status).toBe(546);
  expect((await ended()).reason).toBe('memory');
});
