import { startEdgeRuntime } from '@pgflow/dev-edge-runtime';
import { expect, test } from 'vitest';
import { functionDir, serve } from './support/serve.js';

test('requests and answers pass unchanged', async () => {
  const { runtime } = await serve('probe');
  const response = await fetch(`${runtime.url}/echo`, {
    method: 'PATCH',
    headers: { custom: 'value' },
    body: 'x'.repeat(1_000_000),
  });
  expect(Object.fromEntries(response.headers)).toMatchObject({ method: 'PATCH', custom: 'value' });
  expect((await response.text()).length).toBe(1_000_000);
});

test('the function sees its name in the path, and other names are not found', async () => {
  const { runtime, get } = await serve('probe', { name: 'named' });
  expect(new URL(runtime.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/named' });
  expect(await get('/below?a=1')).toEqual({ status: 200, body: '{"pathname":"/named/below"}' });
  expect((await get('-not')).status).toBe(404);
  expect(runtime.isolates).toHaveLength(1);
});

test('answers are streamed', async () => {
  const { runtime } = await serve('probe');
  const { body } = await fetch(`${runtime.url}/stream`);
  const times: number[] = [];
  for await (const _ of body ?? []) times.push(Date.now());
  expect(Number(times[1]) - Number(times[0])).toBeGreaterThan(250);
});

test('a request without an answer gets a 504, and the isolate lives on', async () => {
  const { get, reasons } = await serve('probe', { requestTimeoutMs: 1_000 });
  await get();
  expect((await get('/slow?ms=60000')).status).toBe(504);
  expect((await get()).status).toBe(200);
  expect(reasons()).toEqual([undefined]);
});

test('who hangs up does not keep an isolate', async () => {
  const { get, runtime, ended } = await serve('probe', { idleMs: 100 });
  const slow = fetch(`${runtime.url}/slow?ms=60000`, { signal: AbortSignal.timeout(1_000) });
  await expect(slow).rejects.toThrow('timeout');
  expect((await ended()).reason).toBe('early_drop');
  expect((await get()).status).toBe(200);
});

test('the environment is what the options say', async () => {
  const { get } = await serve('probe', { env: { SUPABASE_URL: 'http://127.0.0.1:1' } });
  const env = JSON.parse((await get('/env')).body);
  expect(env).toMatchObject({ SUPABASE_URL: 'http://127.0.0.1:1', SB_EXECUTION_ID: '1' });
  // Vitest sets this one for us.
  expect(process.env.VITEST).toBe('true');
  expect(env.VITEST).toBeUndefined();
});

test('a function may call Deno.serve instead of exporting', async () => {
  const { get } = await serve('old-style');
  expect(await get()).toEqual({ status: 200, body: 'answered' });
});

test('the deno.json beside the entry is read', async () => {
  const { get } = await serve('mapped', { entry: 'main.js' });
  expect(await get()).toEqual({ status: 200, body: 'from the import map' });
});

test.each([
  ['broken', 'broken at the start'],
  ['empty', 'neither exports { fetch } nor calls Deno.serve'],
])('a function that is %s answers 503', async (name, error) => {
  const { get, ended } = await serve(name);
  expect(await get()).toMatchObject({
    status: 503,
    body: expect.stringContaining('BOOT_ERROR'),
  });
  expect(await ended()).toMatchObject({
    reason: 'boot_error',
    error: expect.stringContaining(error),
  });
  expect((await get()).status).toBe(503);
});

test('bad options raise', async () => {
  const started = startEdgeRuntime({ functionDir: functionDir('missing') });
  await expect(started).rejects.toThrow('There is no');
  await expect(serve('probe', { cpuMs: 0 })).rejects.toThrow('cpuMs must be above 0');
});
