import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@pgflow/core-sql';
import type { StepTypeCase } from '../harness.js';
import type { Claim } from '../rows.js';
import { indexesOf, resultOf } from './settling.js';
import type { StepTypeWorld } from './step-type-suite.js';

/** Runs of a few flows, in each of which the type stands twice. */
export interface PairedRuns {
  readonly queues: readonly string[];
  /** Two for each run. */
  readonly steps: readonly PairedStep[];
}

/** One of the two steps of a run. */
export interface PairedStep {
  readonly runId: string;
  readonly slug: 'step' | 'twin';
  readonly stepIndex: number;
  readonly example: StepTypeCase;
}

/** One whose tasks are settled. */
export interface SettledStep extends PairedStep {
  /** The inputs that workers saw, by index. */
  readonly seen: readonly Json[];
  /** The indexes that were settled, call by call. */
  readonly settled: readonly (readonly number[])[];
}

/**
 * Starts a run for each case, beside another case in the second place, and completes all sources in
 * one call. Runs with the same two configs are of one flow, whatever their sources. A case whose config
 * names its source has another one in the second place; the others stand beside a case that has the
 * same source, which may be themselves.
 */
export async function startPairs(
  world: StepTypeWorld,
  cases: readonly StepTypeCase[],
): Promise<PairedRuns> {
  const { core, backend } = world;
  const queues = new Map<string, string>();
  const steps: PairedStep[] = [];
  const sources = new Map<string, Json>();
  for (const [index, first] of cases.entries()) {
    const { example: second, after } = partner(cases, index);
    const flow = JSON.stringify([first.config, second.config]);
    const slug = `pair_${[...queues.keys(), flow].indexOf(flow)}`;
    if (!queues.has(flow)) queues.set(flow, await define(world, slug, first, second, after));
    const runId = await core.startFlow(slug, first.source);
    steps.push({ runId, slug: 'step', stepIndex: 2, example: first });
    steps.push({ runId, slug: 'twin', stepIndex: 3, example: second });
    sources.set(`${runId} source`, first.source).set(`${runId} other`, second.source);
  }
  const runs = { queues: [...queues.values()], steps };
  await backend.completeText(
    (await claimPairs(world, runs)).map((claim) => [
      claim,
      JSON.stringify(sources.get(`${claim.run_id} ${claim.step_slug}`)),
    ]),
  );
  return runs;
}

/** Claims what the runs of each flow have, in one call a flow; if nothing is due, what is delayed. */
export async function claimPairs(
  { core, backend }: StepTypeWorld,
  { queues, steps }: PairedRuns,
): Promise<Claim[]> {
  const claim = async () =>
    (await Promise.all(queues.map((queue) => backend.claim(queue, 10_000)))).flat();
  const claims = await claim();
  if (claims.length > 0) return claims;
  const moved = await Promise.all(steps.map(({ runId }) => core.bringForward(runId)));
  return moved.includes(true) ? claim() : [];
}

/** Claims and completes until nothing is left, all runs in one call; answers what came of each step. */
export async function settlePairs(world: StepTypeWorld, runs: PairedRuns): Promise<SettledStep[]> {
  const steps = runs.steps.map((step) => ({
    ...step,
    seen: [] as Json[],
    settled: [] as number[][],
  }));
  for (;;) {
    const claims = await claimPairs(world, runs);
    if (claims.length === 0) return steps;
    const results = steps.flatMap(({ seen, settled, ...step }) => {
      const own = claimsOf(claims, step);
      for (const { task_index: index, input } of own) seen[index] = input;
      settled.push(...indexesOf([own]));
      return own.map((claim) => resultOf(step.example, claim));
    });
    await world.backend.completeText(results);
  }
}

/** The claims of a step, in order of index. */
export function claimsOf(
  claims: readonly Claim[],
  { runId, stepIndex }: Omit<PairedStep, 'example'>,
): Claim[] {
  return claims
    .filter((claim) => claim.run_id === runId && claim.step_index === stepIndex)
    .toSorted((one, other) => one.task_index - other.task_index);
}

async function define(
  { core, stepType: type }: StepTypeWorld,
  slug: string,
  first: StepTypeCase,
  second: StepTypeCase,
  after: string,
): Promise<string> {
  const { queue } = await core.define(slug, 'by_hand', [
    { slug: 'source' },
    { slug: 'other' },
    { slug: 'step', type, after: ['source'], config: first.config },
    { slug: 'twin', type, after: [after], config: second.config },
  ]);
  return queue;
}

/** The case in the second place beside one, and the step that it comes after. */
function partner(cases: readonly StepTypeCase[], index: number) {
  const beside = [...cases.slice(index + 1), ...cases.slice(0, index + 1)];
  for (const example of beside) {
    const other = overOther(example);
    if (other !== undefined) return { example: other, after: 'other' };
    const sameSource = isDeepStrictEqual(example.source, cases[index]?.source);
    if (sameSource) return { example, after: 'source' };
  }
  throw new Error('a case stands beside itself');
}

/**
 * A case over the step `other`. Undefined where its config names no source, and where its data has the
 * same text, so that nobody knows what is meant by it.
 */
function overOther(example: StepTypeCase): StepTypeCase | undefined {
  const { config, source, tasks } = example;
  const renamed: Json = JSON.parse(JSON.stringify(config), (_, value) =>
    value === 'source' ? 'other' : value,
  );
  if (isDeepStrictEqual(renamed, config)) return undefined;
  return JSON.stringify([source, tasks]).includes('"source"')
    ? undefined
    : { ...example, config: renamed };
}
