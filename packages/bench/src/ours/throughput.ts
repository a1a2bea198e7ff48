import { type AnyFlow, createClient, type Json } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import { connect } from '../connect.js';
import type { Figures } from '../engine.js';
import { inParallel } from '../in-parallel.js';
import { timed } from '../timed.js';
import { checkWork } from './check-work.js';
import { Completions } from './completions.js';
import type { StartWorkers } from './workers.js';

/** Runs that start at once through these connections, as from a server of some users. */
const STARTERS = 4;

/** Runs of one flow that are started as fast as can be. */
export interface Load {
  flow: AnyFlow;
  /** The input of each run. */
  inputs: readonly Json[];
  tasksPerRun: number;
  /** Whether one call starts all of the runs. @default false: one by one, through 4 connections */
  inOneCall?: boolean;
  /** The input and the tasks of the runs that warm up. @default those of the first run */
  warmUp?: { input: Json; tasks: number };
  /** How long nothing may be completed before work counts as lost, in ms. @default 20000 */
  patienceMs?: number;
}

/**
 * Runs a load from its first start to its last commit. Before the clock starts, each connection that
 * starts runs has started one, and all of these have ended.
 */
export async function throughput(
  url: string,
  startWorkers: StartWorkers,
  load: Load,
): Promise<Figures> {
  const { flow, inputs, tasksPerRun } = load;
  const warmUp = load.warmUp ?? { input: inputs[0] ?? null, tasks: tasksPerRun };
  const tasks = inputs.length * tasksPerRun;
  const completions = new Completions({ patienceMs: load.patienceMs ?? 20_000 });
  await using sql = connect(url, STARTERS);
  const client = createClient(sql);
  let runIds: string[] = [];
  let startMs = 0;
  let figures: Figures;
  {
    await using workers = await startWorkers(url, flow, completions.note);
    const start = (all: readonly Json[]) =>
      load.inOneCall
        ? client.startMany(flow.slug, all)
        : inParallel(all, STARTERS, (input) => client.start(flow.slug, input));
    await Promise.all(Array.from({ length: STARTERS }, () => start([warmUp.input])));
    await completions.reach(STARTERS * warmUp.tasks);

    const callsBefore = workers.calls?.() ?? 0;
    figures = await timed(url, async () => {
      const begun = performance.now();
      const starting = start(inputs).then((runs) => {
        startMs = performance.now() - begun;
        runIds = runs.map(({ runId }) => runId);
      });
      await Promise.all([completions.reach(completions.count + tasks), starting]);
      const wallMs = performance.now() - begun;
      return { tasks, wallMs, latenciesMs: await runTimes(sql, runIds) };
    });
    if (workers.calls) figures.calls = workers.calls() - callsBefore;
  }
  await checkWork(sql, runIds, tasks);
  return { ...figures, start_ms: startMs };
}

/** From start to end of each run, in ms; in a burst most of it is waiting in line. */
async function runTimes(sql: Sql, runIds: readonly string[]): Promise<number[]> {
  const rows = await sql<{ ms: number }[]>`
    select (extract(epoch from ended_at - started_at) * 1000)::float8 as ms
    from pgflow.runs where run_id = any(${[...runIds]}::uuid[])`;
  return rows.map(({ ms }) => ms);
}
