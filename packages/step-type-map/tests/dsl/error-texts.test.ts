import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const needsOver =
  'map() needs \\"over\\", a dependency that is an array, since the input of this flow is not one';

/** Code that the compiler must refuse, and what its first error must say. */
const refused: [code: string, text: string][] = [
  [
    "f.step('x', { after: ['users', 'n'] }, map({ over: 'n', run: () => 1 }));",
    `Type '"n"' is not assignable to type '"users"'`,
  ],
  ["f.step('x', { after: ['n'] }, map({ over: 'users', run: () => 1 }));", needsOver],
  ["f.step('x', { after: ['users'] }, map({ run: () => 1 }));", needsOver],
  ["f.step('x', map({ run: () => 1 }));", needsOver],
  [
    "f.step('x', { after: ['users'] }, map({ over: 'users', run: async () => [new Date()] }));",
    'not JSON: a Date',
  ],
  [
    "f.step('x', { after: ['users'] }, map({ over: 'users', run: (user) => user.name }));",
    "Property 'name' does not exist on type '{ id: number; }'",
  ],
];

const preamble = `
import { flow } from '@pgflow/core-sql';
import { map } from '../../src/index.js';
const f = flow('f').step('users', () => [{ id: 1 }]).step('n', () => 1);
`;

/** The compiler's first error on each line of the refused code. */
function firstErrors(): Map<number, string> {
  const path = fileURLToPath(new URL('./snippet.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  const source = preamble + refused.map(([code]) => code).join('\n');
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, version) =>
    name === path ? ts.createSourceFile(name, source, version) : getSourceFile(name, version);
  const offset = preamble.split('\n').length - 1;
  const errors = new Map<number, string>();
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(
    ts.createProgram([path], options, host),
  )) {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) - offset;
    if (!errors.has(line)) errors.set(line, ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
  return errors;
}

const errors = firstErrors();

it('the compiler refuses nothing else', () => {
  expect([...errors.keys()].sort()).toEqual(refused.map((_, line) => line));
});

it.each(refused.map(([code, text], line) => ({ code, text, line })))(
  'says why: $code',
  ({ text, line }) => {
    expect(errors.get(line)).toContain(text);
  },
);
