import { expect, test } from 'vitest';
import { serve } from './support/serve.js';

test('the first request starts an isolate, and the next ones find it', async () => {
  const { runtime, get } = await serve('probe');
  expect(runtime.isolates).toEqual([]);
  await Promise.all([get(), get()]);
  await get();
  expect(runtime.isolates).toMatchObject([{ id: 1, pid: expect.any(Number) }]);
});

test('a retired isolate with nothing to do is dropped', async () => {
  const { get, ended, unloadedAt, runtime } = await serve('probe', { wallClockMs: 2_000 });
  await get();
  const { reason, startedAt, retiredAt, endedAt } = await ended();
  expect(reason).toBe('early_drop');
  expect(unloadedAt('early_drop')).toBeGreaterThanOrEqual(Number(retiredAt));
  expect(Number(endedAt) - startedAt.getTime()).toBeGreaterThanOrEqual(1_000);
  await get();
  expect(runtime.isolates).toHaveLength(2);
});

test('idleMs drops an isolate earlier, though not while it works', async () => {
  const { get, ended, lines } = await serve('probe', { idleMs: 200 });
  await get('/background?ms=1000');
  const { reason, startedAt, retiredAt } = await ended();
  expect(reason).toBe('early_drop');
  expect(Number(retiredAt) - startedAt.getTime()).toBeGreaterThanOrEqual(1_200);
  expect(lines.join('\n')).toMatch(/background is done.*beforeunload early_drop/s);
});

test('waitUntil keeps a retired isolate, until its last promise has settled', async () => {
  const { get, ended, lines } = await serve('probe', { wallClockMs: 4_000 });
  await get('/chain?ms=2500');
  expect((await ended()).reason).toBe('early_drop');
  expect(lines.join('\n')).toMatch(/second is done.*beforeunload early_drop/s);
});

test('a rejection that is caught ends nothing, though waitUntil saw it', async () => {
  const { get, ended, lines } = await serve('probe', { idleMs: 500 });
  await get('/caught');
  expect((await ended()).reason).toBe('early_drop');
  expect(lines.join('\n')).toContain('caught expected');
});

test('a rejection that nobody catches ends the isolate, and the next request has another', async () => {
  const { get, ended, reasons } = await serve('probe');
  expect((await get('/uncaught')).status).toBe(200);
  expect(await ended()).toMatchObject({
    reason: 'uncaught',
    error: expect.stringContaining('nobody caught this'),
  });
  expect((await get()).status).toBe(200);
  expect(reasons()).toEqual(['uncaught', undefined]);
});

test('an error outside of any request ends the isolate and its requests', async () => {
  const { get, ended } = await serve('probe');
  expect(await get('/thrown')).toMatchObject({
    status: 500,
    body: expect.stringContaining('WORKER_ERROR'),
  });
  expect(await ended()).toMatchObject({
    reason: 'uncaught',
    error: expect.stringContaining('thrown outside'),
  });
});

test('terminate tells isolates, and waits for those with nothing pending only', async () => {
  const { get, ended, unloadedAt, runtime } = await serve('probe');
  await get();
  await runtime.terminate(60_000);
  expect((await ended(1)).reason).toBe('termination');
  expect(unloadedAt('termination')).toBeDefined();
  expect(unloadedAt('early_drop')).toBeUndefined();
  await get('/background?ms=60000');
  await runtime.terminate(200);
  expect(await ended(2)).toMatchObject({ reason: 'termination' });
  expect((await get()).status).toBe(200);
});

test('terminate lets background work end', async () => {
  const { get, runtime, lines } = await serve('probe');
  await get('/background?ms=500');
  await runtime.terminate(60_000);
  expect(lines.join('\n')).toMatch(/beforeunload termination.*background is done/s);
});

test('stop leaves no process', async () => {
  const { get, runtime } = await serve('probe');
  await get('/background?ms=60000');
  await runtime.stop();
  const [isolate] = runtime.isolates;
  expect(isolate?.reason).toBe('stopped');
  expect(() => process.kill(isolate?.pid ?? 0, 0)).toThrow('ESRCH');
  await expect(get()).rejects.toThrow('fetch failed');
});
