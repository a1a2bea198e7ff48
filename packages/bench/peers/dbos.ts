// DBOS Transact: steps that do nothing, in one process.
import { setTimeout as sleep } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { connect } from '../dist/connect.js';
import { type Case, type Engine, type Figures, scaled } from '../dist/engine.js';
import { inParallel } from '../dist/in-parallel.js';
import { timed } from '../dist/timed.js';
import { nameAndVersion } from './version.ts';

/** Started directly, so many at a time, or through a queue. */
type Start =
  | { width: number }
  | { queue: { workerConcurrency: number; minPollingIntervalMs?: number } };

const nothing = async () => ({ ok: 1 });
const quiet = () => {};
const logger = { info: quiet, debug: quiet, warn: quiet, error: console.error };

const chain = (length: number) => async () => {
  for (let i = 1; i <= length; i++) await DBOS.runStep(nothing, { name: `s${i}` });
};
const fan = async () => {
  await DBOS.runStep(nothing, { name: 'root' });
  const middle = Array.from({ length: 100 }, (_, i) => DBOS.runStep(nothing, { name: `p${i}` }));
  const done = await Promise.allSettled(middle);
  await DBOS.runStep(async () => done.length, { name: 'join' });
};

/** Launches DBOS; the function starts a workflow. */
async function launch(url: string, start: Start, body: () => Promise<void>) {
  const workflow = DBOS.registerWorkflow(body, { name: 'bench' });
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: url,
    systemDatabasePoolSize: 10,
    logger,
    tracingEnabled: false,
  });
  await DBOS.launch();
  if ('width' in start) return () => DBOS.startWorkflow(workflow)();
  await DBOS.registerQueue('q', start.queue);
  // A queue is noticed by a look that is made once a second.
  await sleep(2500);
  return () => DBOS.startWorkflow(workflow, { queueName: 'q' })();
}

async function throughput(
  url: string,
  start: Start,
  { body, runs, steps }: { body: () => Promise<void>; runs: number; steps: number },
): Promise<Figures> {
  const begin = await launch(url, start, body);
  const sql = connect(url);
  await (await begin()).getResult();
  return timed(url, async () => {
    const begun = performance.now();
    const all = Array.from({ length: runs });
    if ('width' in start) {
      await inParallel(all, start.width, async () => (await begin()).getResult());
    } else {
      await inParallel(all, 8, begin);
      while ((await succeeded(sql)) < runs + 1) await sleep(20);
    }
    const wallMs = performance.now() - begun;
    const [row] = await sql`select count(*)::int as steps from dbos.operation_outputs`;
    if (row?.steps !== (runs + 1) * steps) throw new Error(`${row?.steps} steps were recorded`);
    return { tasks: runs * steps, wallMs };
  });
}

async function succeeded(sql: ReturnType<typeof connect>): Promise<number> {
  const [row] = await sql`
    select count(*)::int as runs from dbos.workflow_status where status = 'SUCCESS'`;
  return row?.runs;
}

/**
 * For a direct start, until its result, which comes with the row that says so; through a queue, until
 * the last step is recorded and the function returns.
 */
async function latency(url: string, start: Start, runs: number): Promise<Figures> {
  let returned = (_at: number) => {};
  const threeSteps = chain(3);
  const begin = await launch(url, start, async () => {
    await threeSteps();
    returned(performance.now());
  });
  const one = async () => {
    const end = new Promise<number>((resolve) => {
      returned = resolve;
    });
    const begun = performance.now();
    const handle = await begin();
    if (!('width' in start)) return (await end) - begun;
    await handle.getResult();
    return performance.now() - begun;
  };
  for (let i = 0; i < 5; i++) await one();
  return timed(url, async () => {
    const latenciesMs: number[] = [];
    for (let i = 0; i < runs; i++) {
      latenciesMs.push(await one());
      await sleep(Math.random() * 30);
    }
    const wallMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
    return { tasks: runs * 3, wallMs, latenciesMs };
  });
}

const loads = {
  W1: { body: chain(10), runs: 500, steps: 10 },
  W2: { body: fan, runs: 50, steps: 102 },
};
const load = (row: keyof typeof loads, variant: string, start: Start): Case => ({
  row,
  variant,
  measure: ({ url, scale }) =>
    throughput(url, start, { ...loads[row], runs: scaled(loads[row].runs, scale) }),
});
const oneByOne = (variant: string, start: Start, runs: number): Case => ({
  row: 'W5',
  variant,
  measure: ({ url, scale }) => latency(url, start, scaled(runs, scale)),
});

export const engine: Engine = {
  name: 'dbos',
  title: nameAndVersion('@dbos-inc/dbos-sdk'),
  cases: [
    load('W1', 'direct', { width: 50 }),
    load('W1', 'queue', { queue: { workerConcurrency: 100 } }),
    load('W1', 'queue-10ms', { queue: { workerConcurrency: 50, minPollingIntervalMs: 10 } }),
    load('W2', 'direct', { width: 10 }),
    load('W2', 'queue-10ms', { queue: { workerConcurrency: 10, minPollingIntervalMs: 10 } }),
    oneByOne('direct', { width: 1 }, 200),
    oneByOne('queue', { queue: { workerConcurrency: 10 } }, 8),
    oneByOne('queue-10ms', { queue: { workerConcurrency: 10, minPollingIntervalMs: 10 } }, 100),
  ],
};
