import { describe, expect, it } from 'vitest';
import { type AnyFlow, type Context, flow, PgflowError, task } from '../../src/index.js';

/** The code that a call raises, for calls that the compiler would refuse. */
function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return PgflowError.is(error) ? error.code : `not a PgflowError: ${String(error)}`;
  }
  return undefined;
}

/** `.step()` as JavaScript sees it. */
function untyped(of: AnyFlow) {
  return of as unknown as { step(...args: unknown[]): AnyFlow };
}

const digest = flow('digest', { backend: 'pgmq' })
  .step('users', () => [{ id: 1 }, { id: 2 }])
  .step('count', { after: ['users'], maxAttempts: 5, timeoutMs: 2000 }, (deps) => deps.users.length)
  .step('mail', { after: ['users', 'count'], backend: 'http' }, () => null);

describe('definition', () => {
  it('is the JSON that SQL gets, with only the options that were given', () => {
    expect(digest.definition).toEqual({
      slug: 'digest',
      backend: 'pgmq',
      steps: [
        { slug: 'users', type: 'single', after: [], config: {}, backend: null, options: {} },
        {
          slug: 'count',
          type: 'single',
          after: ['users'],
          config: {},
          backend: null,
          options: { maxAttempts: 5, timeoutMs: 2000 },
        },
        {
          slug: 'mail',
          type: 'single',
          after: ['users', 'count'],
          config: {},
          backend: 'http',
          options: {},
        },
      ],
    });
    expect(JSON.parse(JSON.stringify(digest.definition))).toStrictEqual(digest.definition);
  });

  it('has no backend where none is named', () => {
    expect(flow('plain').definition).toEqual({ slug: 'plain', backend: null, steps: [] });
  });

  it('leaves out an option that is undefined', () => {
    const one = flow('one').step('a', { maxAttempts: undefined }, () => 1);
    expect(one.definition.steps[0]?.options).toStrictEqual({});
  });
});

describe('step', () => {
  it('returns a new flow and leaves the old one as it is', () => {
    const start = flow('start');
    const left = start.step('a', () => 1);
    const right = start.step('a', () => 'x').step('b', { after: ['a'] }, (deps) => deps.a);
    expect([start, left, right].map((of) => [...of.steps.keys()])).toEqual([[], ['a'], ['a', 'b']]);
    expect(Object.isFrozen(right)).toBe(true);
  });

  it('keeps the handler of a bare function and of a task', () => {
    const handler = () => 1;
    const both = flow('both').step('bare', handler).step('tasked', task(handler));
    for (const slug of ['bare', 'tasked']) {
      expect(both.steps.get(slug)?.definition).toEqual({
        type: 'single',
        config: {},
        run: handler,
      });
    }
  });

  it.each([0, false, '', null])('hands on %j as it is', async (value) => {
    const pass = flow('pass').step('value', () => value);
    const run = pass.steps.get('value')?.definition.run;
    expect(await run?.({}, {} as Context<never>)).toBe(value);
  });

  it.each(['', 'A', '1a', '_a', 'a-b', 'a b', 'ä', 'a'.repeat(48)])('refuses slug %j', (slug) => {
    expect(codeOf(() => flow(slug))).toBe('PF300');
    expect(codeOf(() => untyped(flow('f')).step(slug, () => 1))).toBe('PF300');
    expect(codeOf(() => flow('f', { backend: slug }))).toBe('PF300');
  });

  it('takes a slug of 47 characters', () => {
    expect(flow('a'.repeat(47)).slug).toHaveLength(47);
  });

  it('refuses a second step of the same slug', () => {
    expect(codeOf(() => untyped(digest).step('users', () => 1))).toBe('PF301');
  });

  it.each([['nope'], ['own'], ['users', 'users']])('refuses to come after %j', (...after) => {
    expect(codeOf(() => untyped(digest).step('own', { after }, () => 1))).toBe('PF302');
  });

  it.each([
    { maxAttempts: 0 },
    { maxAttempts: 1.5 },
    { maxAttempts: 1001 },
    { maxAttempts: '3' },
    { maxAttempts: Number.NaN },
    { baseDelayMs: -1 },
    { maxDelayMs: 2 ** 31 },
    { timeoutMs: 0 },
    { maxAttempt: 3 },
  ])('refuses the options %j', (options) => {
    expect(codeOf(() => untyped(digest).step('own', options, () => 1))).toBe('PF303');
  });

  it('refuses an unknown option of a flow and an input that is no schema', () => {
    expect(codeOf(() => flow('f', { inputs: 1 } as object))).toBe('PF303');
    expect(codeOf(() => flow('f', { input: {} } as object))).toBe('PF303');
  });

  it.each([[undefined], [null], [1], [{ maxAttempts: 1 }], [{ maxAttempts: 1 }, undefined]])(
    'refuses the body %j',
    (...args) => {
      expect(codeOf(() => untyped(digest).step('own', ...args))).toBe('PF304');
    },
  );

  it('says which step of which flow is wrong', () => {
    expect(() => untyped(digest).step('own', { after: ['nope'] }, () => 1)).toThrow(
      'step "own" of flow "digest" comes after "nope", which does not exist before it',
    );
  });
});
