import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  createClient,
  flow,
  InvalidInputError,
  ResultTimeoutError,
  RunCancelledError,
  RunFailedError,
  UnknownFlowError,
  UnknownRunError,
} from '../../src/index.js';
import { coreDatabaseWithBackend } from './core-database.js';

const database = coreDatabaseWithBackend();
const client = () => createClient(database.sql);
const shape = flow('shape')
  .step('first', () => 1)
  .step('second', { after: ['first'] }, () => 2);

test('define gives the same version for the same shape, also when many call at once', async () => {
  const versions = await Promise.all(Array.from({ length: 8 }, () => client().define(shape)));
  expect(new Set(versions.map(({ flowId }) => flowId)).size).toBe(1);
  expect(versions[0]).toMatchObject({
    flowSlug: 'shape',
    version: 1,
    queue: expect.stringMatching(/^shape-/),
  });
});

test('another shape is the next version, and only current moves new runs to it', async () => {
  const one = flow('moving').step('a', () => 1);
  const two = one.step('b', () => 2);
  await client().define(one);
  expect((await client().define(two)).version).toBe(2);
  const before = await client().start('moving', {});
  await client().define(two, { current: true });
  const after = await client().start('moving', {});
  const versions = [(await before.get()).version, (await after.get()).version];
  expect(versions).toEqual([1, 2]);
  const pinned = await client().start('moving', {}, { version: 1 });
  expect((await pinned.get()).version).toBe(1);
});

test('start gives a time-ordered UUID, or the one it was given once', async () => {
  await client().define(shape);
  const first = await client().start(shape, { team: 'a' });
  const second = await client().start(shape, { team: 'b' });
  expect(first.runId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  expect(first.runId < second.runId).toBe(true);
  const runId = crypto.randomUUID();
  await client().start(shape, {}, { runId, createdBy: 'me' });
  await expect(client().start(shape, {}, { runId })).rejects.toMatchObject({ code: 'PF015' });
  expect(await client().run(runId).get()).toMatchObject({
    createdBy: 'me',
    changeSeq: 1,
    input: {},
  });
});

test('startMany starts a run for each input, in order, all of them or none', async () => {
  await client().define(shape);
  const runs = await client().startMany(shape, [{ team: 'a' }, { team: 'b' }], { createdBy: 'me' });
  const found = await Promise.all(runs.map((run) => run.get()));
  expect(found.map(({ input, createdBy }) => ({ input, createdBy }))).toEqual([
    { input: { team: 'a' }, createdBy: 'me' },
    { input: { team: 'b' }, createdBy: 'me' },
  ]);
  const runIds = [crypto.randomUUID(), runs[0]?.runId ?? ''];
  await expect(client().startMany(shape, [{}, {}], { runIds })).rejects.toMatchObject({
    code: 'PF015',
  });
  await expect(
    client()
      .run(runIds[0] ?? '')
      .get(),
  ).rejects.toThrow(UnknownRunError);
  expect(await client().startMany(shape, [])).toEqual([]);
});

test('startMany validates every input, and starts nothing where one is refused', async () => {
  const named = flow('named', { input: z.object({ name: z.string().trim() }) }).step('a', () => 1);
  await client().define(named);
  const [run] = await client().startMany(named, [{ name: ' ada ' }]);
  expect((await run?.get())?.input).toEqual({ name: 'ada' });
  const inputs = [{ name: 'bob' }, { name: 7 as unknown as string }];
  await expect(client().startMany(named, inputs)).rejects.toThrow(InvalidInputError);
  const [row] = await database.sql`
    select count(*)::int as runs from pgflow.runs where input ? 'name'`;
  expect(row?.runs).toBe(1);
});

test('unknown flows and runs are told apart', async () => {
  await expect(client().start('nowhere', {})).rejects.toThrow(UnknownFlowError);
  await expect(client().run(crypto.randomUUID()).get()).rejects.toThrow(UnknownRunError);
});

test('result waits, and says how a run ended', async () => {
  await client().define(shape);
  const run = await client().start(shape, {});
  await expect(run.result({ timeoutMs: 50 })).rejects.toThrow(ResultTimeoutError);
  await expect(run.result({ signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');

  expect(await run.cancel()).toBe(true);
  expect(await run.cancel()).toBe(false);
  await expect(run.result()).rejects.toThrow(RunCancelledError);

  await run.retry();
  await expect(run.retry()).rejects.toMatchObject({ code: 'PF014' });
  await database.sql`select pgflow.complete_step(${run.runId}, 'first', '1')`;
  const waiting = run.result();
  await database.sql`select pgflow.complete_step(${run.runId}, 'second', '{"n": null}')`;
  expect(await waiting).toEqual({ second: { n: null } });

  const failing = await client().start(shape, {});
  await database.sql`
    select pgflow.fail_step(${failing.runId}, 'first', '{"code": "PF350", "message": "no"}')`;
  await expect(failing.result()).rejects.toThrow(RunFailedError);
  expect((await failing.progress()).error).toEqual({
    code: 'PF350',
    message: 'no',
    stepSlug: 'first',
  });
});
