import { seeded } from './random.js';
import type { Shape } from './random-shape.js';
import { interpret, type TaskName } from './reference.js';

/**
 * What shall become of a run. `fails`: one of its tasks fails for good. `mended`: so it does, and when
 * its cause is gone the run is retried. `cancelled`, `revived`: cancelled, and then retried.
 */
export type Fate = 'completes' | 'fails' | 'mended' | 'cancelled' | 'revived';

/** A run as the seed wants it. */
export interface PlannedRun {
  runId: string;
  shape: Shape;
  input: number[];
  fate: Fate;
  /** The version that is made current before the start, where a deploy happens there. */
  deploy: Shape | undefined;
  /** Between the start and the cancel, and between that and the retry, in ms. */
  delayMs: number;
}

/** The runs of a seed, without end. A run without a version to name gets the one deployed last. */
export function* plannedRuns(seed: number, shapes: readonly Shape[]): Generator<PlannedRun> {
  const slugs = [...new Set(shapes.map(({ slug }) => slug))];
  const current = new Map<string, Shape>();
  for (let index = 0; ; index++) {
    const random = seeded(seed, 'run', index);
    const slug = random.pick(slugs);
    const versions = shapes.filter((shape) => shape.slug === slug);
    const deploys = !current.has(slug) || random.chance(0.1);
    if (deploys) current.set(slug, random.pick(versions));
    const shape = current.get(slug) as Shape;
    const runId = random.uuid();
    yield {
      runId,
      shape,
      input: Array.from({ length: random.below(7) }, () => random.below(100)),
      fate: fateOf(seed, runId),
      deploy: deploys ? shape : undefined,
      delayMs: random.below(1000),
    };
  }
}

/** The fate of a run; a function of its id, so that workers know it too. */
export function fateOf(seed: number, runId: string): Fate {
  const draw = seeded(seed, 'fate', runId).fraction();
  if (draw < 0.08) return 'fails';
  if (draw < 0.16) return 'mended';
  if (draw < 0.24) return 'cancelled';
  return draw < 0.32 ? 'revived' : 'completes';
}

/** The task that fails for good, of a run that is to fail; undefined where it has no task at all. */
export function fatalTask(
  seed: number,
  runId: string,
  { shape, input }: Pick<PlannedRun, 'shape' | 'input'>,
): TaskName | undefined {
  if (!['fails', 'mended'].includes(fateOf(seed, runId))) return undefined;
  const { tasks } = interpret(shape, input);
  return tasks.length === 0 ? undefined : seeded(seed, 'fatal', runId).pick(tasks);
}
