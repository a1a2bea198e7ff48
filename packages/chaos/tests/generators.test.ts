import { expect, test } from 'vitest';
import { type Kind, kindNames } from '../src/kinds.js';
import { plannedKills } from '../src/planned-kills.js';
import { fatalTask, type PlannedRun, plannedRuns } from '../src/planned-runs.js';
import { quirkOf } from '../src/quirk.js';
import { type BackendName, backendNames, randomShapes } from '../src/random-shape.js';
import { interpret } from '../src/reference.js';

const all = new Set(kindNames);

function runs(seed: number, count: number): PlannedRun[] {
  const planned = plannedRuns(seed, randomShapes(seed, backendNames));
  return Array.from({ length: count }, () => planned.next().value as PlannedRun);
}

const quirks = (seed: number) =>
  runs(seed, 100).map(({ runId }) =>
    quirkOf(seed, { runId, stepSlug: 'v0_0', taskIndex: 0, attempt: 1 }),
  );

test('the same seed gives the same flows, runs, failures and kills', () => {
  const drawn = (seed: number) => [
    randomShapes(seed, backendNames),
    runs(seed, 50),
    quirks(seed),
    plannedKills(seed, 60_000, all),
  ];
  expect(drawn(1)).toEqual(drawn(1));
  const [one, other] = [drawn(1), drawn(2)];
  for (const [index, part] of one.entries()) expect(part).not.toEqual(other[index]);
});

test('flows have all that can be hard', () => {
  const shapes = Array.from({ length: 10 }, (_, seed) => randomShapes(seed, backendNames)).flat();
  const steps = shapes.flatMap((shape) => shape.steps.map((step) => ({ shape, step })));
  const has = (what: (found: (typeof steps)[number]) => boolean) => steps.some(what);
  const overMap = ({ shape, step }: (typeof steps)[number]) =>
    step.isMap && shape.steps.some(({ slug, isMap }) => slug === step.over && isMap);
  expect(has(overMap)).toBe(true);
  expect(has(({ step }) => step.after.length > 2)).toBe(true);
  expect(has(({ step }) => step.isMap && step.concurrency === 1)).toBe(true);
  const inputs = runs(1, 200);
  const empty = ({ shape, input }: PlannedRun) =>
    [...interpret(shape, input).outputs.values()].some(
      (output) => Array.isArray(output) && output.length === 0,
    );
  expect(inputs.some(empty)).toBe(true);
});

test('flows and their steps are spread over the backends that there are, and mix them', () => {
  const mixes = (backends: readonly BackendName[]) => {
    const shapes = Array.from({ length: 10 }, (_, seed) => randomShapes(seed, backends)).flat();
    const steps = shapes.flatMap(({ backend, steps }) =>
      steps.map((s) => `${backend}/${s.backend}`),
    );
    return [...new Set(steps)].sort();
  };
  expect(mixes(['http'])).toEqual(['http/http']);
  const all = backendNames.flatMap((flow) => backendNames.map((step) => `${flow}/${step}`));
  expect(mixes(backendNames)).toEqual(all.sort());
});

test('runs have every fate, several versions at once, and a task to fail for good', () => {
  const planned = runs(3, 300);
  const count = (of: (run: PlannedRun) => unknown) => new Set(planned.map(of)).size;
  expect(count(({ fate }) => fate)).toBe(5);
  expect(count(({ shape }) => shape)).toBeGreaterThan(8);
  expect(planned.some((run) => fatalTask(3, run.runId, run) !== undefined)).toBe(true);
  for (const run of planned.filter(({ fate }) => fate === 'completes')) {
    expect(fatalTask(3, run.runId, run)).toBeUndefined();
  }
});

test('there are well over 50 kills a minute of whatever kinds, and a restart each half minute', () => {
  const subsets = [all, new Set<Kind>(['kill']), new Set<Kind>(['deaf', 'pool'])];
  for (const enabled of subsets) {
    const kills = plannedKills(4, 120_000, enabled);
    expect(kills.length).toBeGreaterThan(150);
    expect(kills.every(({ kind }) => enabled.has(kind))).toBe(true);
  }
  const short = new Set(plannedKills(4, 24_000, all).map(({ kind }) => kind));
  expect(short).toEqual(all);
  const restarts = plannedKills(4, 120_000, all).filter(({ kind }) => kind === 'restart');
  expect(restarts).toHaveLength(4);
});
