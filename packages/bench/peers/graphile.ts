// graphile-worker: plain jobs, in the configurations of its own page on performance.
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, runMigrations } from 'graphile-worker';
import { connect } from '../dist/connect.js';
import { type Engine, type Figures, scaled } from '../dist/engine.js';
import { timed } from '../dist/timed.js';
import { nameAndVersion } from './version.ts';

const logger = new Logger(() => () => {});

const single = { concurrentJobs: 10, maxPoolSize: 12 };
const batched = {
  concurrentJobs: 24,
  maxPoolSize: 25,
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

type Settings = typeof single | typeof batched;

function start(url: string, settings: Settings, onJob: () => void) {
  return run({
    preset: { worker: { connectionString: url, fileExtensions: ['.js'], ...settings } },
    logger,
    noHandleSignals: true,
    taskList: { nothing: async () => onJob() },
  });
}

async function add(sql: ReturnType<typeof connect>, count: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, i) => ({ identifier: 'nothing', payload: { i } }));
  await sql`
    select from graphile_worker.add_jobs(array(
      select json_populate_recordset(
        null::graphile_worker.job_spec, ${JSON.stringify(jobs)}::text::json)))`;
}

async function insert(url: string, jobs: number): Promise<Figures> {
  await runMigrations({ connectionString: url, logger });
  const sql = connect(url);
  await sql`select 1`;
  return timed(url, async () => {
    await add(sql, jobs);
    return { tasks: jobs };
  });
}

async function process(url: string, settings: Settings, jobs: number): Promise<Figures> {
  await runMigrations({ connectionString: url, logger });
  const sql = connect(url);
  await add(sql, jobs);
  await sql`analyze`;
  let done = 0;
  return timed(url, async () => {
    const begun = performance.now();
    const runner = await start(url, settings, () => done++);
    // A finished job is deleted.
    for (;;) {
      if (done >= jobs) {
        const [row] = await sql`select count(*)::int as left from graphile_worker._private_jobs`;
        if (row?.left === 0) break;
      }
      await sleep(5);
    }
    const wallMs = performance.now() - begun;
    await runner.stop();
    return { tasks: jobs, wallMs };
  });
}

async function addToHandler(url: string, jobs: number): Promise<Figures> {
  await runMigrations({ connectionString: url, logger });
  let handled = (_at: number) => {};
  const runner = await start(url, single, () => handled(performance.now()));
  await sleep(1000);
  const one = async (i: number) => {
    const end = new Promise<number>((resolve) => {
      handled = resolve;
    });
    const begun = performance.now();
    await runner.addJob('nothing', { i });
    const ms = (await end) - begun;
    await sleep(5 + Math.random() * 20);
    return ms;
  };
  for (let i = 0; i < 10; i++) await one(i);
  const figures = await timed(url, async () => {
    const latenciesMs: number[] = [];
    for (let i = 0; i < jobs; i++) latenciesMs.push(await one(i));
    const wallMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
    return { tasks: jobs, wallMs, latenciesMs };
  });
  await runner.stop();
  return figures;
}

const jobCase = (variant: string, measure: (url: string, scale: number) => Promise<Figures>) => ({
  row: 'jobs',
  variant,
  measure: ({ url, scale }: { url: string; scale: number }) => measure(url, scale),
});

export const engine: Engine = {
  name: 'graphile',
  title: nameAndVersion('graphile-worker'),
  cases: [
    jobCase('insert-in-one-call', (url, scale) => insert(url, scaled(20_000, scale))),
    jobCase('single', (url, scale) => process(url, single, scaled(20_000, scale))),
    jobCase('batched', (url, scale) => process(url, batched, scaled(20_000, scale))),
    jobCase('latency', (url, scale) => addToHandler(url, scaled(200, scale))),
  ],
};
