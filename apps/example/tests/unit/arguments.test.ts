import { expect, test } from 'vitest';
import { parseCommand, UsageError, usage } from '../../src/arguments.ts';

test('without arguments it audits the default site on Node', () => {
  expect(parseCommand([])).toEqual({
    kind: 'audit',
    site: undefined,
    out: undefined,
    runtime: 'node',
    backend: 'pgmq',
    limits: {},
  });
});

test('reads every option, with and without the dashes of pnpm', () => {
  const args = [
    '--site',
    'https://a.example/docs',
    '--max-pages=7',
    '--concurrency',
    '2',
    '--delay',
    '0',
    '--out',
    'r.md',
    '--runtime',
    'deno',
    '--backend',
    'table',
  ];
  const command = {
    kind: 'audit',
    site: 'https://a.example/docs',
    out: 'r.md',
    runtime: 'deno',
    backend: 'table',
    limits: { maxPages: 7, concurrency: 2, delayMs: 0 },
  };
  expect(parseCommand(args)).toEqual(command);
  expect(parseCommand(['--', ...args])).toEqual(command);
});

test('searches', () => {
  expect(parseCommand(['--search', 'two words'])).toEqual({ kind: 'search', words: 'two words' });
});

test('help goes before everything else, and names every option', () => {
  expect(parseCommand(['--help', '--max-pages', 'x'])).toEqual({ kind: 'help' });
  const options = [
    'site',
    'search',
    'max-pages',
    'concurrency',
    'delay',
    'out',
    'runtime',
    'backend',
  ];
  for (const option of options) expect(usage).toContain(`--${option} `);
});

test.each([
  [['--what'], "Unknown option '--what'"],
  [['https://a.example'], 'Unexpected argument: https://a.example'],
  [['--site'], "Option '--site <value>' argument missing"],
  [
    ['--site', 'a.example'],
    '--site needs an address that begins with http:// or https://, not a.example',
  ],
  [
    ['--site', 'file:///etc/passwd'],
    '--site needs an address that begins with http:// or https://, not file:///etc/passwd',
  ],
  [['--max-pages', '0'], '--max-pages needs a whole number from 1 to 10000, not 0'],
  [['--max-pages', '1e3'], '--max-pages needs a whole number from 1 to 10000, not 1e3'],
  [['--concurrency', '17'], '--concurrency needs a whole number from 1 to 16, not 17'],
  [['--delay', '-5'], "Option '--delay' argument is ambiguous"],
  [['--runtime', 'bun'], '--runtime is node or deno, not bun'],
  [['--backend', 'toString'], '--backend is pgmq, table or http, not toString'],
  [['--search', ' '], '--search needs words'],
  [['--search', 'a', '--out', 'b'], '--search goes without --out'],
])('%j is refused: %s', (args, message) => {
  expect(() => parseCommand(args)).toThrow(new UsageError(message));
});
