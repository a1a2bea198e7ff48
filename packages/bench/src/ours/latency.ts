import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyFlow, type Client, createClient, type Json } from '@pgflow/core-sql';
import { connect } from '../connect.js';
import type { Figures } from '../engine.js';
import { timed } from '../timed.js';
import { checkWork } from './check-work.js';
import { Completions } from './completions.js';
import { chain } from './flows.js';
import type { StartWorkers } from './workers.js';

/** Runs that warm up. */
const WARM_UP = 10;

/** The time of three steps in a row, one run at a time. */
export async function latency(
  url: string,
  start: StartWorkers,
  { runs, end }: { runs: number; end: EndOfRun },
): Promise<Figures> {
  const flow = chain('w5', 3);
  const completions = new Completions({ lastStep: 's3' });
  const runIds: string[] = [];
  await using sql = connect(url);
  const one = async () => {
    const { runId, ms } = await timeOfRun({ client: createClient(sql), flow, completions, end });
    runIds.push(runId);
    // So that starts do not lock to the rhythm of whatever polls.
    await sleep(Math.random() * 30);
    return ms;
  };
  let figures: Figures;
  {
    await using _workers = await start(url, flow, completions.note);
    for (let i = 0; i < WARM_UP; i++) await one();
    figures = await timed(url, async () => {
      const latenciesMs: number[] = [];
      for (let i = 0; i < runs; i++) latenciesMs.push(await one());
      const wallMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
      return { tasks: runs * 3, wallMs, latenciesMs };
    });
  }
  await checkWork(sql, runIds, runIds.length * 3);
  return figures;
}

/** When a run counts as ended: its last step's completion is committed, or the client has its output. */
export type EndOfRun = 'commit' | 'result';

/** A run to be timed. */
export interface TimedRun {
  client: Client;
  flow: AnyFlow;
  /** @default {} */
  input?: Json;
  completions: Completions;
  end: EndOfRun;
}

/** Starts a run; its time from the call that starts it to its end, in ms. */
export async function timeOfRun({
  client,
  flow,
  input = {},
  completions,
  end,
}: TimedRun): Promise<{ runId: string; ms: number }> {
  const begun = performance.now();
  const run = await client.start(flow.slug, input);
  if (end === 'result') await run.result({ timeoutMs: 20_000 });
  const ended = end === 'result' ? performance.now() : await completions.endOf(run.runId);
  return { runId: run.runId, ms: ended - begun };
}
