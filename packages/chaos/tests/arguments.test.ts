import { expect, test } from 'vitest';
import { parseCommand, UsageError, usage } from '../src/arguments.js';
import { kindNames } from '../src/kinds.js';
import { backendNames } from '../src/random-shape.js';

test('everything is on where nothing is said', () => {
  const command = parseCommand([]);
  expect(command).toMatchObject({ help: false, minutes: 1, seed: undefined, workers: 6 });
  expect([...command.enabled]).toEqual([...kindNames, 'stray', 'requests']);
  expect(command.backends).toEqual(['pgmq', 'table', 'http']);
});

test('kinds can be chosen and left out', () => {
  const { enabled } = parseCommand(['--only', 'kill,pool,deaf', '--without', 'deaf']);
  expect([...enabled]).toEqual(['kill', 'pool']);
});

test('a seed, a time and a file are read, also behind dashes', () => {
  const command = parseCommand(['--', '--seed', '0', '--minutes', '.5', '--out', 'lines.txt']);
  expect(command).toMatchObject({ seed: 0, minutes: 0.5, out: 'lines.txt' });
});

test('backends can be chosen', () => {
  expect(parseCommand(['--backends', 'http,pgmq']).backends).toEqual(['http', 'pgmq']);
});

test('the help names every kind and backend', () => {
  for (const backend of backendNames) expect(usage).toContain(backend);
  for (const kind of [...kindNames, 'stray', 'requests']) expect(usage).toContain(`\n  ${kind} `);
});

test.each([
  ['--minutes', '0'],
  ['--seed', 'x'],
  ['--workers', '1'],
  ['--settle', '-1'],
  ['--only', 'kill,nonsense'],
  ['--backends', 'memory'],
  ['--unknown'],
])('refuses %s %s', (...args) => {
  expect(() => parseCommand(args.filter((arg) => arg !== undefined))).toThrow(UsageError);
});
