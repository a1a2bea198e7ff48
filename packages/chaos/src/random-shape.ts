import { type Random, seeded } from './random.js';

/** The backends whose workers fetch their tasks. */
export const pullBackendNames = ['pgmq', 'table'] as const;
export type PullBackendName = (typeof pullBackendNames)[number];

/** The backends that flows and steps are spread over. */
export const backendNames = [...pullBackendNames, 'http'] as const;
export type BackendName = (typeof backendNames)[number];

/** A step of a random flow. */
export interface ShapeStep {
  slug: string;
  /** Whether there is a task for each element of a list, or one for the step. */
  isMap: boolean;
  /** The step whose output a map goes over; null for the run's input. */
  over: string | null;
  after: string[];
  backend: BackendName;
  /** How many numbers the output of a task is a list of; null for one number that is no list. */
  list: number | null;
  /** The most tasks with the backend at once; undefined for what SQL decides. */
  concurrency: number | undefined;
}

/** A version of a random flow; `number` is its place among the versions of its slug, from 0. */
export interface Shape {
  slug: string;
  number: number;
  backend: BackendName;
  steps: ShapeStep[];
}

/** The flows; each of them has several versions. */
export const slugs = Array.from({ length: 4 }, (_, index) => `flow_${index}`);

const VERSIONS = 3;

/** All versions of all flows of a seed, spread over backends. */
export function randomShapes(seed: number, backends: readonly BackendName[]): Shape[] {
  return slugs.flatMap((slug) =>
    Array.from({ length: VERSIONS }, (_, number) => {
      const random = seeded(seed, 'shape', slug, number);
      return randomShape(random, { slug, number, backend: random.pick(backends) }, backends);
    }),
  );
}

/** The newest version of each flow. */
export function newestShapes(shapes: readonly Shape[]): Shape[] {
  return shapes.filter(({ number }) => number === VERSIONS - 1);
}

/** Up to 8 steps; each may run after any before it, and maps go over a list that one of those gave. */
function randomShape(
  random: Random,
  version: Omit<Shape, 'steps'>,
  backends: readonly BackendName[],
): Shape {
  const steps: ShapeStep[] = [];
  const count = 2 + random.below(7);
  for (let index = 0; index < count; index++) {
    const after = steps.filter(() => random.chance(2 / (index + 1))).map((step) => step.slug);
    const lists = steps.filter((step) => after.includes(step.slug) && givesList(step));
    const isMap = random.chance(lists.length > 0 ? 0.7 : after.length === 0 ? 0.3 : 0);
    steps.push({
      // The number is part of it, so that no two versions of a flow are the same one.
      slug: `v${version.number}_${index}`,
      isMap,
      over: isMap && lists.length > 0 ? random.pick(lists).slug : null,
      after,
      backend: random.chance(0.6) ? version.backend : random.pick(backends),
      list: random.chance(0.5) ? random.pick([0, 1, 3, 6, 25]) : null,
      concurrency: random.chance(0.3) ? 1 + random.below(4) : undefined,
    });
  }
  return { ...version, steps };
}

const givesList = (step: ShapeStep) => step.isMap || step.list !== null;
