import { randomBytes } from 'node:crypto';
import type { MemberOptions } from './process-options.js';
import { type BackendName, pullBackendNames, slugs } from './random-shape.js';

/** What all members of the fleet have in common. */
export interface Common {
  url: string;
  seed: number;
  backends: readonly BackendName[];
  mendedFolder: string;
  strays: boolean;
  /** Whether some requests are broken. */
  faults: boolean;
}

const DISPATCHERS = 2;

/** Who serves the backends: workers those that are fetched from, a function for each flow and dispatchers the other. */
export function plannedMembers(common: Common, workers: number): MemberOptions[] {
  const pulled = pullBackendNames.filter((name) => common.backends.includes(name));
  const fetching = pulled.length === 0 ? 0 : workers;
  const secret = randomBytes(24).toString('hex');
  return [
    ...Array.from({ length: fetching }, (_, index) => ({
      ...common,
      role: 'worker' as const,
      name: `worker ${index + 1}`,
      backend: pulled[index % pulled.length] as (typeof pulled)[number],
      // Two of each backend serve all versions, so that one may be away.
      onlyNewest: index >= 2 * pulled.length,
    })),
    ...(common.backends.includes('http')
      ? [...functions(common, secret), ...dispatchers(common, secret)]
      : []),
  ];
}

function functions(common: Common, secret: string): MemberOptions[] {
  return slugs.map((slug, index) => ({
    ...common,
    role: 'function',
    name: `function ${index + 1}`,
    slug,
    answer: index % 2 === 0 ? 'at once' : 'after work',
    secret,
    port: 0,
    life: 0,
  }));
}

function dispatchers({ url }: Common, secret: string): MemberOptions[] {
  return Array.from({ length: DISPATCHERS }, (_, index) => ({
    role: 'dispatcher',
    name: `dispatcher ${index + 1}`,
    url,
    secret,
  }));
}
