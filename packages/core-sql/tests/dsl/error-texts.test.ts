import { beforeAll, expect, it } from 'vitest';
import { compileErrors } from './compile-errors.js';

/** Code that the compiler must refuse, and what its error must say. One error each, in this order. */
const refused: [code: string, text: string][] = [
  [
    "f.step('users', () => 1);",
    `not assignable to parameter of type '"step \\"users\\" already exists"'`,
  ],
  [
    "f.step('x', { after: ['nope'] }, () => 1);",
    `Type '"nope"' is not assignable to type '"users" | "n"'`,
  ],
  [
    "f.step('x', { after: ['users'] }, (deps) => deps.n);",
    "Property 'n' does not exist on type '{ users: { id: number; }[]; }'",
  ],
  ["f.step('x', { maxAttempt: 1 }, () => 1);", "Did you mean to write 'maxAttempts'?"],
  [
    "f.step('x', () => new Date());",
    `Type 'Date' is not assignable to type '"not JSON: a Date or another object with toJSON, use its text or its fields"'`,
  ],
  ["f.step('x', async () => ({ a: [{ when: new Date() }] }));", 'not JSON: a Date'],
  [
    "f.step('x', () => new Map<string, number>());",
    'not JSON: a Map or a Set, use an object or an array',
  ],
  ["f.step('x', () => new Set<string>());", 'not JSON: a Map or a Set, use an object or an array'],
  ["f.step('x', () => 1n);", 'not JSON: a bigint, use a string or a number'],
  ["f.step('x', () => Symbol('x'));", 'not JSON: a symbol'],
  ["f.step('x', () => ({ run: () => 1 }));", 'not JSON: a function'],
  [
    "f.step('x', () => new User());",
    "The types of 'greet' are incompatible between these types.\n        Type '() => string' is not assignable to type '\"not JSON: a function\"'",
  ],
  ["f.step('x', () => User);", 'not JSON: a function'],
  [
    "f.step('x', (): { a: number | undefined } => ({ a: 1 }));",
    'not JSON: undefined, use null or make the property optional',
  ],
  ["f.step('x', () => [1, undefined]);", 'not JSON: undefined'],
  ["f.step('x', (): unknown => 1);", 'not JSON: unknown can be anything, give it a type'],
  ["f.step('x', task(async () => ({ when: new Date() })));", 'not JSON: a Date'],
  [
    "f.step('x', { after: ['n'] }, shared);",
    "Property 'users' is missing in type '{ n: number; }' but required in type '{ users: { id: number; }[]; }'",
  ],
  ["flow('i', { input: z.object({ when: z.date() }) });", 'not JSON: a Date'],
  ["flow('i', { input: z.object({ a: z.unknown() }) });", 'not JSON: unknown'],
  [
    "flow('i', { input: z.string().transform(Number) });",
    'the schema refuses its own output, but an input is validated again when a task is claimed',
  ],
];

const preamble = `
import { z } from 'zod';
import { flow, task } from '../../src/index.js';
class User { name = 'x'; greet() { return this.name; } }
const shared = task((deps: { users: { id: number }[] }) => deps.users.length);
const f = flow('f').step('users', () => [{ id: 1 }]).step('n', () => 1);
`;

let errors: string[];
beforeAll(() => {
  errors = compileErrors(preamble + refused.map(([code]) => code).join('\n'));
});

it('the compiler refuses each of them, once', () => {
  expect(errors).toHaveLength(refused.length);
});

it.each(refused.map(([code, text], index) => ({ code, text, index })))(
  'says why: $code',
  ({ text, index }) => {
    expect(errors[index]).toContain(text);
  },
);

it('a flow of 150 steps is not too deep for the compiler', () => {
  const steps = Array.from({ length: 150 }, (_, index) =>
    index === 0
      ? ".step('s0', () => ({ n: 1 }))"
      : `.step('s${index}', { after: ['s${index - 1}'] }, (deps) => ({ n: deps.s${index - 1}.n }))`,
  );
  expect(
    compileErrors(`import { flow, type OutputOf } from '../../src/index.js';
      const long = flow('long')\n${steps.join('\n')};
      export const output: OutputOf<typeof long> = { s149: { n: 1 } };`),
  ).toEqual([]);
});
