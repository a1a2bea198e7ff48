import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { assertJson, PgflowError, toJsonText } from '../../src/index.js';

class Money {
  amount = 1;
}

function raised(call: () => unknown): PgflowError {
  try {
    call();
  } catch (error) {
    if (PgflowError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was raised');
}

/** Arrays nested `levels` deep. */
function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level++) value = [value];
  return value;
}

describe('what is JSON', () => {
  it.each([
    0,
    false,
    '',
    null,
    -1.5e300,
    [],
    {},
    [[{ a: [null, false, 0, ''] }]],
    { 'a b': { ü: '𝄞 \u001b \\u0000 \\ud800' } },
    Object.assign(Object.create(null), { a: 1 }),
  ])('%j reads back as itself', (value) => {
    expect(JSON.parse(toJsonText(value))).toEqual(value);
    expect(() => assertJson(value)).not.toThrow();
  });

  it('makes null of a whole undefined and leaves out a property that is undefined', () => {
    expect(toJsonText(undefined)).toBe('null');
    expect(toJsonText({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('takes an object of another realm', () => {
    expect(toJsonText(runInNewContext('({ a: [1] })'))).toBe('{"a":[1]}');
  });

  it('takes one object in two places, and 1000 levels', () => {
    const shared = { a: 1 };
    expect(toJsonText([shared, shared])).toBe('[{"a":1},{"a":1}]');
    expect(toJsonText(nested(1000))).toHaveLength(2000);
  });
});

describe('what is not', () => {
  const circular: { list: unknown[] } = { list: [] };
  circular.list.push({ up: circular });

  it.each<[unknown, string]>([
    [1n, '$ is a bigint'],
    [{ f: () => 1 }, '$.f is a function'],
    [[Symbol('x')], '$[0] is a symbol'],
    [[1, undefined], '$[1] is undefined'],
    [new Array(1), '$[0] is undefined'],
    [{ n: [Number.NaN] }, '$.n[0] is NaN'],
    [{ n: Number.POSITIVE_INFINITY }, '$.n is Infinity'],
    [
      { users: [{ 'born on': new Date() }] },
      '$.users[0]["born on"] is a Date (use its toISOString())',
    ],
    [new Map(), '$ is an instance of Map'],
    [{ price: new Money() }, '$.price is an instance of Money'],
    [new Error('x'), '$ is an instance of Error'],
    [Object.create({ inherited: 1 }), '$ is an instance of Object'],
    [Object.assign(['x'], { toJSON: () => 1 }), '$ has a toJSON method'],
    [circular, '$.list[0].up refers to an object that it is part of'],
    [nested(1001), 'is nested more than 1000 levels deep'],
  ])('%# is refused with its path', (value, message) => {
    for (const check of [toJsonText, assertJson]) {
      const error = raised(() => check(value, { name: 'the output' }));
      expect(error.code).toBe('PF310');
      expect(error.message).toContain('the output is not JSON: $');
      expect(error.message).toContain(message);
    }
  });

  it.each<[unknown, string]>([
    [{ a: ['x\0y'] }, '$.a[0] holds a NUL character'],
    [{ 'k\0': 1 }, '$["k\\u0000"] holds a NUL character'],
    [['ok 𝄞', '\ud834'], '$[1] holds half of a surrogate pair'],
    ['\udd1e\ud834', '$ holds half of a surrogate pair'],
  ])('%# is refused, since jsonb cannot store it', (value, message) => {
    for (const check of [toJsonText, assertJson]) {
      const error = raised(() => check(value));
      expect(error.code).toBe('PF311');
      expect(error.message).toContain(message);
    }
  });

  it('counts bytes, not characters', () => {
    expect(toJsonText('ää', { maxBytes: 6 })).toBe('"ää"');
    expect(raised(() => toJsonText('ää', { maxBytes: 5 })).code).toBe('PF312');
  });

  it('refuses a text that the engine cannot even make', () => {
    vi.spyOn(JSON, 'stringify').mockImplementationOnce(() => {
      throw new RangeError('Invalid string length');
    });
    expect(raised(() => toJsonText(['x'])).code).toBe('PF312');
  });
});
