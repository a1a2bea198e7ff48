import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../src/release.generated.js';
import { shellWord } from '../src/shell-word.js';
import { createPgflow, emptyFolder, listFiles, run } from './made-package.js';

test('--help and --version tell, and make nothing', async () => {
  const folder = emptyFolder();
  const { code, output } = await createPgflow(folder, '--help');
  expect(code).toBe(0);
  for (const word of ['npm create pgflow', 'step-type', 'backend', 'app']) {
    expect(output).toContain(word);
  }
  expect(await createPgflow(folder, '--version')).toEqual({ code: 0, output: `${version}\n` });
  expect(readdirSync(folder)).toEqual([]);
});

test('a made package says what comes next', async () => {
  const folder = emptyFolder();
  const { code, output } = await createPgflow(folder, 'step-type', 'plugins/step-type-retry');
  expect(code).toBe(0);
  expect(output).toContain('cd plugins/step-type-retry\n  npm install\n  npm test');
});

test('what comes next can be pasted into a shell', async () => {
  const parent = emptyFolder();
  const { output } = await createPgflow(parent, 'app', "it's mine/my-flows");
  const [cd] = /^ {2}cd .*/m.exec(output) ?? [];
  const { code, output: found } = await run('sh', ['-c', `${cd} && ls package.json`], parent);
  expect(code, found).toBe(0);
});

test.for([
  ['a/my-flows', 'linux', 'a/my-flows'],
  ['$HOME (1)/x', 'darwin', "'$HOME (1)/x'"],
  ["it's/x", 'linux', "'it'\\''s/x'"],
  ['a\\my-flows', 'win32', 'a\\my-flows'],
  ['my projects\\x', 'win32', '"my projects\\x"'],
] as const)('the path %s on %s is the word %s', ([path, platform, word]) => {
  expect(shellWord(path, platform)).toBe(word);
});

test('a package is made here, beside .git', async () => {
  const folder = join(emptyFolder(), 'backend-here');
  mkdirSync(join(folder, '.git'), { recursive: true });
  const { code, output } = await createPgflow(folder, 'backend', '.');
  expect(code, output).toBe(0);
  expect(output).not.toContain('cd ');
  expect(listFiles(folder)).toContain('package.json');
});

describe('refuses, and makes nothing:', () => {
  test.for<[string, string[], string]>([
    ['no arguments without a terminal', [], 'Name a template and a folder'],
    ['no folder without a terminal', ['app'], 'npm create pgflow app my-flows'],
    ['an unknown template', ['steptype', 'x'], 'step-type  a step type'],
    ['an unknown option', ['--force', 'app', 'x'], "Unknown option '--force'"],
    ['too many arguments', ['app', 'x', 'y'], '"y" is one argument too many'],
    ['a name that npm refuses', ['app', 'My-Flows'], 'lower-case letters'],
    ['a name that is no slug', ['backend', 'backend-2nd'], '"2nd", which is no slug'],
    ['a name that is too long', ['step-type', 'x'.repeat(48)], '47 characters at most'],
    ['the name of one of ours', ['backend', 'pgflow-backend-table'], "one of pgflow's own"],
    ['a word of TypeScript', ['step-type', 'step-type-switch'], 'something else in TypeScript'],
    ['a folder that is not empty', ['app', 'full'], 'full is not empty'],
    ['a name that npm forbids', ['app', 'node_modules'], 'npm forbids it'],
    ['another that it forbids', ['app', 'favicon.ico'], 'npm forbids it'],
    ['a name that is empty', ['app', ''], '"" names no folder'],
    ['a folder that is a file', ['app', 'full/file'], 'full/file is a file, so no folder'],
    ['a folder in a file', ['app', 'full/file/a/b'], 'full/file is a file, so no folder'],
    ['a link to nothing', ['app', 'link'], 'link is a symbolic link that leads nowhere'],
    ['a folder in a link to nothing', ['app', 'link/a'], 'link is a symbolic link that leads'],
  ])('%s', async ([, args, message]) => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/file'), '');
    symlinkSync('nothing', join(folder, 'link'));
    const { code, output } = await createPgflow(folder, ...args);
    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output, 'not a stack').not.toMatch(/^\s+at /m);
    const left = readdirSync(folder, { recursive: true }).sort();
    expect(left).toEqual(['full', 'full/file', 'link']);
  });
});
