import { pgmqBackend } from '@pgflow/backend-pgmq';
import {
  createClient,
  defineStep,
  flow,
  InvalidInputError,
  RunFailedError,
} from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { layeredDatabase } from './support/layered-database.js';
import { memoryLogger, runWorker } from './support/run-worker.js';

const database = layeredDatabase();
const logger = memoryLogger();
const one = flow('one').step('only', () => 1);

test('refuses options outside their range', () => {
  const worker = () =>
    createWorker({ flows: [one], backend: pgmqBackend, sql: database.sql, concurrency: 0 });
  expect(worker).toThrow(expect.objectContaining({ code: 'PF303' }));
});

test('refuses a step without a handler', () => {
  const mute = flow('mute').step('silent', defineStep({ type: 'single', config: {} }));
  const worker = () => createWorker({ flows: [mute], backend: pgmqBackend, sql: database.sql });
  expect(worker).toThrow(expect.objectContaining({ code: 'PF352' }));
});

test('says that the database does not answer', async () => {
  const sql = postgres('postgres://nobody@127.0.0.1:1/none', { max: 1, connect_timeout: 1 });
  const worker = createWorker({ flows: [one], backend: pgmqBackend, sql, logger });
  await expect(worker.start()).rejects.toMatchObject({ code: 'PF340' });
});

test('says that a step type is not installed', async () => {
  const odd = flow('odd').step(
    'step',
    defineStep({ type: 'unheard_of', config: {}, run: () => 1 }),
  );
  const worker = createWorker({ flows: [odd], backend: pgmqBackend, sql: database.sql, logger });
  await expect(worker.start()).rejects.toMatchObject({ code: 'PF009' });
});

test('refuses an input that the schema refuses, in the client and when SQL started the run', async () => {
  const strict = flow('strict', { input: z.object({ team: z.string() }) }).step(
    'team',
    (_, ctx) => ctx.input.team,
  );
  await runWorker({ flows: [strict], sql: database.sql });
  const client = createClient(database.sql);
  await expect(client.start(strict, { team: 1 } as never)).rejects.toThrow(InvalidInputError);
  const run = await client.start('strict', { team: 1 });
  const result = run.result({ timeoutMs: 15_000 });
  await expect(result).rejects.toThrow(RunFailedError);
  await expect(result).rejects.toMatchObject({ failure: { code: 'PF320' } });
});
