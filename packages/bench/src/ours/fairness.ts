import { createClient, type WorkerBackend } from '@pgflow/core-sql';
import { connect } from '../connect.js';
import type { Figures } from '../engine.js';
import { quantile } from '../statistics.js';
import { timed } from '../timed.js';
import { checkWork } from './check-work.js';
import { Completions } from './completions.js';
import { mapBesideChain } from './flows.js';
import { timeOfRun } from './latency.js';
import { fetching, severalWorkers } from './workers.js';

/** Runs on the idle system, after a tenth of them to warm up. */
const IDLE_RUNS = 100;

/**
 * The time of a run of three steps, one at a time, while a large map of the same flow, so of the same
 * queue, drains; and before it, on the idle system. A small run is one whose map has no elements.
 */
export async function fairness(
  url: string,
  backend: WorkerBackend,
  { elements }: { elements: number },
): Promise<Figures> {
  const flow = mapBesideChain('w10');
  const completions = new Completions({ lastStep: 's3' });
  await using sql = connect(url);
  const client = createClient(sql);
  const smallRuns: string[] = [];
  const small = async () => {
    const run = await timeOfRun({ client, flow, input: [], completions, end: 'commit' });
    smallRuns.push(run.runId);
    return run.ms;
  };
  const idle: number[] = [];
  let largeRun: string | undefined;
  let figures: Figures;
  {
    const start = fetching(backend, severalWorkers);
    await using _workers = await start(url, flow, completions.note);
    for (let i = 0; i < IDLE_RUNS / 10; i++) await small();
    for (let i = 0; i < IDLE_RUNS; i++) idle.push(await small());

    figures = await timed(url, async () => {
      const before = completions.count;
      const input = Array.from({ length: elements }, (_, i) => i);
      largeRun = (await client.start(flow.slug, input)).runId;
      const latenciesMs: number[] = [];
      // The tasks of the large run that remain are those that small runs have not added.
      const tasks = () => completions.count - before;
      do latenciesMs.push(await small());
      while (tasks() < elements + 3 + 3 * latenciesMs.length);
      return { tasks: tasks(), latenciesMs };
    });
  }
  await checkWork(sql, [...smallRuns, largeRun ?? ''], 3 * smallRuns.length + 3 + elements);
  const idleP95 = quantile(idle, 0.95);
  return {
    ...figures,
    idle_p95_ms: idleP95,
    p95_ratio: (figures.p95_ms ?? Number.NaN) / idleP95,
  };
}
