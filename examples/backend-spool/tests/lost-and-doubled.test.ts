import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { setUp, until } from './set-up.js';

/** Two steps, and a third after both; `ran` is called by each handler. */
const fork = (ran: (step: string) => void) =>
  flow('fork')
    .step('left', () => ran('left'))
    .step('right', () => ran('right'))
    .step('both', { after: ['left', 'right'] }, () => ran('both'));

test('every message is thrown away, and the run still ends', async () => {
  await using our = await setUp();
  const ran: string[] = [];
  const lost = fork((step) => ran.push(step));
  const queue = await our.queueOf(lost);
  const run = await our.client.start(lost, null);
  expect(await our.relay(queue)).toHaveLength(2);
  await rm(join(our.folder, queue), { recursive: true });
  await our.startWorker([lost]);
  await run.result({ timeoutMs: 20_000 });
  expect(ran.sort()).toEqual(['both', 'left', 'right']);
});

test('every message is doubled, and each handler runs once', async () => {
  await using our = await setUp();
  const ran: string[] = [];
  const doubled = fork((step) => ran.push(step));
  const queue = await our.queueOf(doubled);
  const run = await our.client.start(doubled, null);
  const messages = await our.relay(queue);
  for (const name of await our.files(queue, 'ready'))
    await cp(join(our.folder, queue, 'ready', name), join(our.folder, queue, 'ready', `2-${name}`));
  expect(await our.files(queue, 'ready')).toHaveLength(4);
  for (let n = 0; n < 2; n++) await our.startWorker([doubled]);
  await run.result({ timeoutMs: 20_000 });

  // Late ones, for tasks that are settled.
  await our.spool(queue).put(messages);
  await until(async () => (await our.files(queue, 'ready')).length === 0);
  expect(ran.sort()).toEqual(['both', 'left', 'right']);
  expect(our.lines).toEqual([]);
});

test('a message is there once, however often it is put', async () => {
  await using our = await setUp();
  const twice = fork(() => {});
  const queue = await our.queueOf(twice);
  await our.client.start(twice, null);
  const [message = ''] = await our.relay(queue);
  await our.spool(queue).put([message, message]);
  expect(await our.spool(queue).prepare()).toBe(2);
  const [name = ''] = await our.files(queue, 'ready');
  expect(await readFile(join(our.folder, queue, 'ready', name), 'utf8')).toContain('/');
});

test('what the dead left in the folder is swept up, and messages are not', async () => {
  await using our = await setUp();
  const swept = fork(() => {});
  const queue = await our.queueOf(swept);
  await our.client.start(swept, null);
  await our.relay(queue);
  await writeFile(join(our.folder, queue, 'new', 'half'), '01');
  await writeFile(join(our.folder, queue, 'taken', 'whole'), 'x');
  await our.spool(queue).sweep();
  expect(await our.files(queue, 'taken')).toEqual(['whole']);
  await our.spool(queue).sweep(0);
  expect(await our.files(queue, 'taken')).toEqual([]);
  expect(await our.files(queue, 'new')).toEqual([]);
  expect(await our.files(queue, 'ready')).toHaveLength(2);
});
