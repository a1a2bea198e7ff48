// pg-boss: plain jobs, without a run around them.
import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Engine, Figures } from '../dist/engine.js';
import { scaled } from '../dist/engine.js';
import { timed } from '../dist/timed.js';
import { nameAndVersion } from './version.ts';

const QUEUE = 'bench';

async function startBoss(
  url: string,
  options: { useListenNotify?: boolean } = {},
  queue: { notify?: boolean } = {},
): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, max: 10, ...options });
  boss.on('error', console.error);
  await boss.start();
  await boss.createQueue(QUEUE, queue);
  return boss;
}

async function insert(boss: PgBoss, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1000) {
    const jobs = Array.from({ length: Math.min(1000, count - done) }, (_, i) => ({
      data: { i: done + i },
    }));
    await boss.insert(QUEUE, jobs);
  }
}

/** `fetch` and `complete`, of which `work` is built, in loops side by side. */
async function fetchAndComplete(
  url: string,
  { jobs, batch, loops }: { jobs: number; batch: number; loops: number },
): Promise<Figures> {
  const boss = await startBoss(url);
  await insert(boss, jobs);
  return timed(url, async () => {
    let done = 0;
    const loop = async () => {
      for (;;) {
        const found = await boss.fetch(QUEUE, { batchSize: batch });
        if (found.length === 0) return;
        await boss.complete(
          QUEUE,
          found.map(({ id }) => id),
        );
        done += found.length;
      }
    };
    await Promise.all(Array.from({ length: loops }, loop));
    if (done !== jobs) throw new Error(`${done} of ${jobs} jobs done`);
    return { tasks: jobs };
  });
}

/** `work` with batches, which fetches again at once while batches are full. */
async function workInBatches(url: string, jobs: number): Promise<Figures> {
  const boss = await startBoss(url);
  await insert(boss, jobs);
  return timed(url, async () => {
    const options = { batchSize: 100, burstWhenBatchFull: true, localConcurrency: 4 };
    await boss.work(QUEUE, options, async () => {});
    for (;;) {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select count(*)::int as left from pgboss.job where name = '${QUEUE}' and state < 'completed'`,
        );
      if (rows[0].left === 0) return { tasks: jobs };
      await sleep(5);
    }
  });
}

async function sendToHandler(url: string, jobs: number): Promise<Figures> {
  const boss = await startBoss(url, { useListenNotify: true }, { notify: true });
  let handled = (_at: number) => {};
  await boss.work(QUEUE, async () => handled(performance.now()));
  await sleep(1000);
  const one = async (i: number) => {
    const end = new Promise<number>((resolve) => {
      handled = resolve;
    });
    const begun = performance.now();
    await boss.send(QUEUE, { i });
    const ms = (await end) - begun;
    await sleep(20 + Math.random() * 100);
    return ms;
  };
  for (let i = 0; i < 3; i++) await one(i);
  return timed(url, async () => {
    const latenciesMs: number[] = [];
    for (let i = 0; i < jobs; i++) latenciesMs.push(await one(i));
    const wallMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
    return { tasks: jobs, wallMs, latenciesMs };
  });
}

const jobCase = (variant: string, measure: (url: string, scale: number) => Promise<Figures>) => ({
  row: 'jobs',
  variant,
  measure: ({ url, scale }: { url: string; scale: number }) => measure(url, scale),
});

export const engine: Engine = {
  name: 'pgboss',
  title: nameAndVersion('pg-boss'),
  cases: [
    jobCase('insert-1000', async (url, scale) => {
      const boss = await startBoss(url);
      const tasks = scaled(20_000, scale);
      return timed(url, async () => {
        await insert(boss, tasks);
        return { tasks };
      });
    }),
    jobCase('single-fetch', (url, scale) =>
      fetchAndComplete(url, { jobs: scaled(5000, scale), batch: 1, loops: 8 }),
    ),
    jobCase('batched-fetch', (url, scale) =>
      fetchAndComplete(url, { jobs: scaled(20_000, scale), batch: 100, loops: 4 }),
    ),
    jobCase('batched-work', (url, scale) => workInBatches(url, scaled(20_000, scale))),
    jobCase('latency-listen', (url, scale) => sendToHandler(url, scaled(100, scale))),
  ],
};
