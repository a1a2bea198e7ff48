// The published pgflow, driven in SQL as its own worker drives it.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../dist/connect.js';
import { type Case, type Engine, type Figures, scaled } from '../dist/engine.js';
import { inParallel } from '../dist/in-parallel.js';
import { timed } from '../dist/timed.js';
import { chainSteps, copyFinishedRun, installPgflow, makeFlow } from './pgflow-database.ts';
import {
  type CompletedTask,
  connectPgflow,
  runWorker,
  type WorkerSettings,
} from './pgflow-worker.ts';
import { nameAndVersion } from './version.ts';

interface Workers extends WorkerSettings {
  count: number;
}

/** The defaults of its own worker, and the best of five settings that were tried on W1. */
const settings: Record<'default' | 'tuned', Workers> = {
  default: { count: 1, connections: 4, batch: 10, hiddenSeconds: 2 },
  tuned: { count: 8, connections: 1, batch: 10, hiddenSeconds: 30 },
};

interface Load {
  steps: [string, string[]][];
  type?: string;
  runs: number;
  tasksPerRun: number;
  input?: number[];
  finishedBefore?: number;
}

async function throughput(url: string, workers: Workers, load: Load): Promise<Figures> {
  const { steps, type, runs, tasksPerRun, input = {}, finishedBefore } = load;
  const admin = connect(url);
  await installPgflow(admin);
  await makeFlow(admin, 'bench', steps, type);
  const { sql, api } = connectPgflow(url, 4);
  let completed = 0;
  let reached = () => {};
  const note = () => {
    completed++;
    reached();
  };
  const reach = (count: number) =>
    new Promise<void>((resolve) => {
      reached = () => completed >= count && resolve();
      reached();
    });
  const stops = Array.from({ length: workers.count }, () => runWorker(url, 'bench', workers, note));
  const start = async (count: number, value: typeof input) => {
    const all = await inParallel(Array.from({ length: count }), 4, () =>
      api.startFlow('bench', value as never),
    );
    return all.map(({ run_id }) => run_id);
  };
  const warmUp = Array.isArray(input) ? input.slice(0, 10) : input;
  await start(4, warmUp);
  await reach(4 * (Array.isArray(warmUp) ? warmUp.length : tasksPerRun));
  if (finishedBefore) await copyFinishedRun(admin, 'bench', finishedBefore);

  const tasks = runs * tasksPerRun;
  const figures = await timed(url, async () => {
    const begun = performance.now();
    const [runIds] = await Promise.all([start(runs, input), reach(completed + tasks)]);
    const wallMs = performance.now() - begun;
    const rows = await sql<{ ms: number | null; done: number }[]>`
      select (extract(epoch from completed_at - started_at) * 1000)::float8 as ms,
        (select count(*)::int from pgflow.step_tasks as t
          where t.run_id = r.run_id and t.status = 'completed') as done
      from pgflow.runs as r where run_id = any(${runIds}::uuid[]) and status = 'completed'`;
    const done = rows.reduce((sum, row) => sum + row.done, 0);
    if (rows.length !== runs || done !== tasks) throw new Error(`${done} of ${tasks} tasks done`);
    return { tasks, wallMs, latenciesMs: rows.map(({ ms }) => ms ?? Number.NaN) };
  });
  await Promise.all(stops.map((stop) => stop()));
  await sql.end();
  return figures;
}

async function latency(url: string, runs: number): Promise<Figures> {
  const admin = connect(url);
  await installPgflow(admin);
  await makeFlow(admin, 'bench', chainSteps(3));
  const waiting = new Map<string, () => void>();
  const stop = runWorker(url, 'bench', settings.default, ({ run_id, step_slug }: CompletedTask) => {
    if (step_slug === 's3') waiting.get(run_id)?.();
  });
  const { sql, api } = connectPgflow(url, 1);
  const one = async () => {
    const runId = crypto.randomUUID();
    const ended = new Promise<void>((resolve) => waiting.set(runId, resolve));
    const begun = performance.now();
    await api.startFlow('bench', {}, runId);
    await ended;
    const ms = performance.now() - begun;
    // So that starts do not lock to the rhythm of the poller, which looks every 100 ms.
    await sleep(Math.random() * 100);
    return ms;
  };
  for (let i = 0; i < 5; i++) await one();
  const figures = await timed(url, async () => {
    const latenciesMs: number[] = [];
    for (let i = 0; i < runs; i++) latenciesMs.push(await one());
    const wallMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
    return { tasks: runs * 3, wallMs, latenciesMs };
  });
  await stop();
  await sql.end();
  return figures;
}

const fanSteps = (): Load['steps'] => {
  const middle = Array.from({ length: 100 }, (_, i) => `p${i}`);
  return [['root', []], ...middle.map((p): [string, string[]] => [p, ['root']]), ['join', middle]];
};
const rootSteps = Array.from({ length: 200 }, (_, i): [string, string[]] => [`r${i}`, []]);

type Variant = keyof typeof settings;

function cases(
  row: string,
  prefix: string,
  variants: readonly Variant[],
  load: (scale: number) => Load,
): Case[] {
  return variants.map((variant) => ({
    row,
    variant: prefix + variant,
    measure: ({ url, scale }) => throughput(url, settings[variant], load(scale)),
  }));
}

const mapCases = (name: string, runs: number, elements: number, variants: readonly Variant[]) =>
  cases('W4', `${name}-`, variants, (scale) => {
    const input = Array.from({ length: scaled(elements, scale) }, (_, i) => i);
    return { steps: [['m', []]], type: 'map', runs, tasksPerRun: input.length, input };
  });

const afterCases = (finishedBefore: number) =>
  cases('W6', `after-${finishedBefore}-`, ['default'], (scale) => ({
    steps: chainSteps(3),
    runs: scaled(300, scale),
    tasksPerRun: 3,
    finishedBefore: scaled(finishedBefore, scale),
  }));

export const engine: Engine = {
  name: 'pgflow',
  title: nameAndVersion('@pgflow/core'),
  cases: [
    ...cases('W1', '', ['default', 'tuned'], (scale) => ({
      steps: chainSteps(10),
      runs: scaled(500, scale),
      tasksPerRun: 10,
    })),
    ...cases('W2', '', ['default', 'tuned'], (scale) => ({
      steps: fanSteps(),
      runs: scaled(50, scale),
      tasksPerRun: 102,
    })),
    ...cases('W3', '', ['default'], (scale) => ({
      steps: rootSteps,
      runs: scaled(20, scale),
      tasksPerRun: 200,
    })),
    ...mapCases('1000', 1, 1000, ['default', 'tuned']),
    ...mapCases('10000', 1, 10_000, ['default']),
    ...mapCases('10x1000', 10, 1000, ['default']),
    {
      row: 'W5',
      variant: 'default',
      measure: ({ url, scale }) => latency(url, scaled(150, scale)),
    },
    ...afterCases(1000),
    ...afterCases(100_000),
  ],
};
