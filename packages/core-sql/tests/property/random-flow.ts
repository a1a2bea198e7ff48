/** A repeatable source of numbers. */
export interface Random {
  /** A whole number in [0, below). */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
}

export function seeded(seed: number): Random {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 4) / 2 ** 28;
  };
  const random: Random = {
    below: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: (items) => items[random.below(items.length)] as (typeof items)[number],
    shuffle: (items) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
  };
  return random;
}

/** A step of a random flow. `list`: how many numbers its output has; null: one number. */
export interface RandomStep {
  slug: string;
  type: 'single' | 'each';
  after: string[];
  /** blocked: its start raises until the run was retried. */
  config: { over?: string; blocked?: true };
  list: number | null;
  options: { concurrency: number; maxAttempts: number; baseDelayMs: 0 };
  /** Attempts that fail before one completes, by task index (modulo). */
  failures: number[];
  /** Index of the task that fails for good the first time, so that its run must be retried. */
  fatal: number | null;
}

export interface RandomFlow {
  slug: string;
  input: number[];
  steps: RandomStep[];
}

/** Up to 10 steps; each may follow any before it, and some go over a list that one of those gave. */
export function randomFlow(random: Random, slug: string): RandomFlow {
  const steps: RandomStep[] = [];
  const count = 1 + random.below(10);
  for (let index = 0; index < count; index++) {
    const after = steps.filter(() => random.chance(2 / (index + 1))).map((step) => step.slug);
    const lists = steps.filter((step) => after.includes(step.slug) && givesList(step));
    const isEach = random.chance(0.4) && (after.length === 0 || lists.length > 0);
    const over = isEach && lists.length > 0 ? { over: random.pick(lists).slug } : {};
    steps.push({
      slug: `s${index}`,
      type: isEach ? 'each' : 'single',
      after,
      config: isEach && random.chance(0.2) ? { ...over, blocked: true } : over,
      list: random.chance(0.5) ? random.below(7) : null,
      options: { concurrency: 1 + random.below(3), maxAttempts: 100, baseDelayMs: 0 },
      failures: Array.from({ length: 3 }, () => (random.chance(0.2) ? 1 + random.below(2) : 0)),
      fatal: random.chance(0.3) ? random.below(3) : null,
    });
  }
  return { slug, input: Array.from({ length: random.below(7) }, (_, i) => i), steps };
}

export const givesList = (step: RandomStep) => step.type === 'each' || step.list !== null;
