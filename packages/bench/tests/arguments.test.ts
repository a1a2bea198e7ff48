import { expect, test } from 'vitest';
import { parseCommand, UsageError } from '../src/arguments.js';

const chosen = (only: string) => {
  const { wanted } = parseCommand(['--only', only]);
  const cases = ['pgmq/W1-one-by-one', 'pgmq/W10-fairness', 'table/W4-1000', 'pgmq/W4-10000'];
  return cases.filter((name) => wanted(...(name.split('/') as [string, string])));
};

test('a row is not another one that begins like it', () => {
  expect(chosen('W1')).toEqual(['pgmq/W1-one-by-one']);
  expect(chosen('W4-1000')).toEqual(['table/W4-1000']);
});

test('rows, cases and expressions over engine and case can be mixed', () => {
  expect(chosen('W10,W4-10000')).toEqual(['pgmq/W10-fairness', 'pgmq/W4-10000']);
  expect(chosen('W4')).toEqual(['table/W4-1000', 'pgmq/W4-10000']);
  expect(chosen('pgmq/W[14]')).toEqual([
    'pgmq/W1-one-by-one',
    'pgmq/W10-fairness',
    'pgmq/W4-10000',
  ]);
});

test('--peers stands for all peers, or for those that are named', () => {
  expect(parseCommand([]).peers).toEqual([]);
  expect(parseCommand(['--peers', 'dbos,raw', '--json']).peers).toEqual(['dbos', 'raw']);
  expect(parseCommand(['--peers', '--json']).peers).toContain('pgflow');
});

test.each([
  ['--runs', '0'],
  ['--scale', 'big'],
  ['--peers', 'nobody'],
  ['--backend', 'nothing'],
  ['--only', 'W('],
  ['--unknown'],
])('refuses %s %s', (...args) => {
  expect(() => parseCommand(args.filter((arg) => arg !== undefined))).toThrow(UsageError);
});
