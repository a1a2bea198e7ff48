import { flow, type StepOptions } from '@pgflow/core-sql';

/** A flow of one step that is tried once. */
const one = (slug: string, run: () => unknown, options: StepOptions = {}) =>
  // The types refuse most of these outputs.
  flow(slug).step('only', { maxAttempts: 1, ...options }, run as () => string);

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Handlers that do what they should not, by the code and message with which each fails. */
export const misbehaving = [
  [
    'PF350',
    /^no$/,
    one('throws', () => {
      throw new Error('no');
    }),
  ],
  [
    'PF350',
    /^thrown: undefined$/,
    one('throws_nothing', () => {
      throw undefined;
    }),
  ],
  [
    'PF350',
    /cannot be read/,
    one('throws_the_unreadable', () => {
      throw Object.defineProperty(new Error('no'), 'message', {
        get: () => {
          throw new Error('no');
        },
      });
    }),
  ],
  [
    'PF350',
    /^no$/,
    one('rejects_later', async () => {
      await later(50);
      throw new Error('no');
    }),
  ],
  [
    'PF351',
    /took longer than 300 ms/,
    one('never_settles', () => new Promise(() => {}), { timeoutMs: 300 }),
  ],
  [
    'PF351',
    /took longer than 300 ms/,
    one(
      'blocks_the_loop',
      () => {
        const until = Date.now() + 700;
        while (Date.now() < until);
      },
      { timeoutMs: 300 },
    ),
  ],
  ['PF310', /the output is not JSON/, one('returns_a_bigint', () => 1n)],
  ['PF310', /the output is not JSON/, one('returns_a_function', () => () => 1)],
  [
    'PF310',
    /the output is not JSON/,
    one('returns_a_cycle', () => {
      const cycle: Record<string, unknown> = {};
      cycle.self = cycle;
      return cycle;
    }),
  ],
  [
    'PF350',
    /^no$/,
    one('returns_what_throws_when_read', () => ({
      get secret() {
        throw new Error('no');
      },
    })),
  ],
  ['PF311', /NUL/, one('returns_nul', () => 'a\0b')],
  ['PF311', /surrogate/, one('returns_a_lone_surrogate', () => ['\ud800'])],
  ['PF312', /more than 16777216 bytes/, one('returns_50_mb', () => 'x'.repeat(50_000_000))],
] as const;

/** Handlers that succeed, and leave something behind that fails. */
export const leaving = [
  one('leaves_a_rejection', () => {
    void Promise.reject(new Error('left behind: a rejection'));
    return 'done';
  }),
  one('leaves_a_callback', () => {
    setTimeout(() => {
      throw new Error('left behind: a callback');
    }, 20);
    return 'done';
  }),
] as const;
