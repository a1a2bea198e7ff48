import { expect, test } from 'vitest';
import { checkHarness } from '../src/check/check-harness.js';
import { loadHarnesses } from '../src/command/load-harnesses.js';
import { checkContract, type StepTypeHarness } from '../src/index.js';
import { pulledByHand, pushedByHand } from './by-hand.js';
import { items } from './faults/items.js';
import { newModule } from './run-command.js';

const version = '1.0.0';

test.for([
  ['refused is missing, and has to be a list, [] where', { refused: undefined }],
  ['cases is missing, and has to be a list of at least one example', { cases: undefined }],
  ['cases is [], and has to be a list of at least one example', { cases: [] }],
  ['cases[0] is {"name":"a"}, and has to be { name, config, source', { cases: [{ name: 'a' }] }],
  ['refused[0] is {}, and has to be { name, config, source, code }', { refused: [{}] }],
  ['createDatabase is missing, and has to be a function', { createDatabase: undefined }],
  ['version is missing, and has to be the version of the plug-in', { version: undefined }],
  ['stepType is "", and has to be the name that is registered', { stepType: '' }],
] as const)('of a step type, %s', ([message, flaw]) => {
  expect(() => checkHarness({ ...items, version, ...flaw }, 'it')).toThrow(
    `it is no harness yet:\n  ${message}`,
  );
});

test.for([
  ['capabilities.delivery is "pul", and has to be "pull"', { capabilities: { delivery: 'pul' } }],
  ['capabilities.delivery is missing, and has to be "pull" or "push"', { capabilities: undefined }],
  ['receive is missing, and has to be a function', { capabilities: { delivery: 'push' } }],
  ['receive is a function, and has to be left out', { receive: pushedByHand.receive }],
  ['countDeliveries is missing, and has to be a function', { countDeliveries: undefined }],
  ['expireLease is 7, and has to be a function', { expireLease: 7 }],
  ['malformed is "impossible", and has to be two functions', { malformed: 'impossible' }],
  ['malformed.impossible is "", and has to be the reason', { malformed: { impossible: '' } }],
] as const)('of a backend, %s', ([message, flaw]) => {
  expect(() => checkHarness({ ...pulledByHand, version, ...flaw }, 'it')).toThrow(
    `it is no harness yet:\n  ${message}`,
  );
});

test('complete ones are taken', () => {
  for (const harness of [items, pulledByHand, pushedByHand]) {
    expect(() => checkHarness({ ...harness, version }, 'it')).not.toThrow();
  }
});

test('checkContract refuses a bad one before it asks for a database', async () => {
  const bad: StepTypeHarness = { ...items, createDatabase: () => Promise.reject(new Error('no')) };
  await expect(checkContract(bad)).rejects.toThrow('version is missing');
});

test.for([
  [
    "export const mine = [{ stepType: 'mine', schema: 'pgflow_mine' }];",
    /contract\.mjs: export mine\[0\] is no harness yet:\n {2}version is missing, .*\n {2}createDatabase/,
  ],
  [
    "export default { schema: 'pgflow_mine', createDatabase() {} };",
    /contract\.mjs: export default is no harness yet:\n.*\n {2}backend is missing/,
  ],
  ["export const options = { backend: 'mine' };", /contract\.mjs exports no harness, only options/],
  ["throw new Error('no database set');", /contract\.mjs cannot be loaded: no database set$/],
] as const)('a module that says %j is refused', async ([text, message]) => {
  await expect(loadHarnesses(await newModule(text))).rejects.toThrow(message);
});
