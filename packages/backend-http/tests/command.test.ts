import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '@pgflow/dev-postgres/testing';
import { expect, onTestFinished, test } from 'vitest';
import { accept, SECRET, serveFunction } from './support/function-server.js';
import { httpDatabase } from './support/http-database.js';
import { oneStep } from './support/one-step.js';

const database = httpDatabase();
const command = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const run = promisify(execFile);

function spawnDispatcher(): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [command], {
    env: { DATABASE_URL: database.url, PGFLOW_SECRET_KEY: SECRET },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  return { child, output: () => output };
}

test('makes calls with secrets of its environment until it is told to end', async () => {
  const { url, calls } = await serveFunction(async (call, response) => {
    await flow.work(call.deliveries);
    accept(call, response);
  });
  const flow = await oneStep(database.sql, url);
  const { child, output } = spawnDispatcher();
  const runId = await flow.start();
  await until(async () => (await flow.task(runId)).status === 'completed');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(output()).toMatch(/dispatcher started.*dispatcher stops.*dispatcher stopped/s);
  expect(output()).not.toContain(SECRET);
  expect(calls.length).toBe(1);
});

test('says what is wrong', async () => {
  const said = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, [command, ...args], { env }).catch(({ code, stderr }) => ({
      code,
      stderr,
    }));
  expect(await said(['--help'])).toMatchObject({ stdout: expect.stringContaining('DATABASE_URL') });
  expect(await said([])).toEqual({
    code: 1,
    stderr: expect.stringContaining('DATABASE_URL is not set'),
  });
  expect(await said(['--concurrency', '0'])).toEqual({
    code: 1,
    stderr: expect.stringContaining('a whole number from 1'),
  });
});
