import { expect, test } from 'vitest';
import type { Shape } from '../src/random-shape.js';
import { canonical, handle, interpret } from '../src/reference.js';

const common = {
  isMap: false,
  over: null,
  after: [] as string[],
  concurrency: undefined,
  backend: 'pgmq' as const,
};

test('outputs depend on all of an input and on its step, not on the order of keys', () => {
  const one = { slug: 'one', list: null };
  expect(handle(one, { a: 1, b: [2] })).toBe(handle(one, { b: [2], a: 1 }));
  expect(handle(one, { a: 1, b: [2] })).not.toBe(handle(one, { a: 1, b: [3] }));
  expect(handle(one, 1)).not.toBe(handle({ slug: 'other', list: null }, 1));
  expect(canonical({ b: { d: 1, c: 2 }, a: 0 })).toBe('{"a":0,"b":{"c":2,"d":1}}');
});

test('maps go over lists and the input, and a fan-in gets the outputs of its dependencies', () => {
  const shape: Shape = {
    slug: 'flow',
    number: 0,
    backend: 'pgmq',
    steps: [
      { ...common, slug: 'none', list: 0 },
      { ...common, slug: 'over_none', isMap: true, over: 'none', after: ['none'], list: null },
      { ...common, slug: 'over_input', isMap: true, list: 2 },
      { ...common, slug: 'join', after: ['over_none', 'over_input'], list: null },
    ],
  };
  const { outputs, tasks } = interpret(shape, [5, 6]);
  const overInput = [5, 6].map((item) => handle({ slug: 'over_input', list: 2 }, item));
  expect([...outputs]).toEqual([
    ['none', []],
    ['over_none', []],
    ['over_input', overInput],
    ['join', handle({ slug: 'join', list: null }, { over_none: [], over_input: overInput })],
  ]);
  expect(tasks.map(({ stepSlug, taskIndex }) => `${stepSlug}/${taskIndex}`)).toEqual([
    'none/0',
    'over_input/0',
    'over_input/1',
    'join/0',
  ]);
});
