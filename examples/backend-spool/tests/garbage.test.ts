import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { setUp, until } from './set-up.js';

const clean = flow('clean').step('up', () => 'done');

test('garbage is put aside with a warning, and blocks nothing', async () => {
  await using our = await setUp();
  const queue = await our.queueOf(clean);
  await our.relay(queue);
  const ready = (name: string) => join(our.folder, queue, 'ready', name);
  await writeFile(ready('empty'), '');
  await writeFile(ready('text'), "'; drop table users; --");
  await writeFile(ready('bytes'), Buffer.from([0, 255, 10]));
  await writeFile(ready('large'), 'x'.repeat(1_000_000));
  await writeFile(ready('x'.repeat(255)), 'a long name');
  await writeFile(
    Buffer.concat([Buffer.from(ready('/')), Buffer.from([255])]),
    'no text for a name',
  );
  await mkdir(join(ready('folder'), 'in it'), { recursive: true });
  await symlink('/etc/passwd', ready('link'));
  execFileSync('mkfifo', [ready('pipe')]);
  // Names a task, though none that there is: that is no garbage, just late.
  await writeFile(ready('nobody'), '00000000-0000-0000-0000-000000000000/0/0');

  await our.startWorker([clean], { concurrency: 1, prefetch: 0 });
  const run = await our.client.start(clean, null);
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ up: 'done' });
  await until(() => our.lines.length === 9);
  expect(await our.files(queue, 'garbage')).toHaveLength(9);
  expect(await our.files(queue, 'ready')).toEqual([]);
  expect(await our.files(queue, 'taken')).toEqual([]);
  expect(our.lines.join('\n')).toContain('it has 1000000 bytes');
});

test('a message that lies in the queue of another flow costs its task no attempt', async () => {
  await using our = await setUp();
  const attempts: number[] = [];
  const lost = flow('lost').step('up', (_, { attempt }) => attempts.push(attempt));
  const [queue, wrong] = [await our.queueOf(lost), await our.queueOf(clean)];
  const run = await our.client.start(lost, null);
  await our.spool(wrong).prepare();
  await our.spool(wrong).put(await our.relay(queue));
  await rm(join(our.folder, queue), { recursive: true });
  const worker = await our.startWorker([clean]);
  await until(async () => (await our.files(wrong, 'ready')).length === 0);
  await worker.stop();
  await our.startWorker([lost]);
  await run.result({ timeoutMs: 20_000 });
  expect(attempts).toEqual([1]);
  expect(our.lines).toEqual([]);
});
