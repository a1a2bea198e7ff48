/** A repeatable source of random values. */
export interface Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
  /** A UUID of version 4. */
  uuid(): string;
}

/** The source that belongs to these parts: equal parts give equal values. */
export function seeded(...parts: readonly (string | number)[]): Random {
  let state = hash(parts.join('/'));
  // Mulberry32.
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random: Random = {
    fraction,
    below: (below) => Math.floor(fraction() * below),
    chance: (probability) => fraction() < probability,
    pick: (items) => items[random.below(items.length)] as (typeof items)[number],
    shuffle: (items) =>
      items
        .map((item) => [fraction(), item] as const)
        .sort(([one], [other]) => one - other)
        .map(([, item]) => item),
    uuid: () =>
      'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => random.below(16).toString(16)),
  };
  return random;
}

/** FNV-1a, in 32 bits. */
export function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  }
  return sum >>> 0;
}
