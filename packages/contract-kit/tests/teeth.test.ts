import { describe, expect, test } from 'vitest';
import { type ContractCase, collectCases } from '../src/check/collector.js';
import { runCases } from '../src/check/run-cases.js';
import { describeStepType, describeWorkerBackend, type Runner } from '../src/index.js';
import { apart } from './faults/apart.js';
import { brokenBackends } from './faults/broken-backends.js';
import { brokenStepTypes } from './faults/broken-step-types.js';
import { broken, type Fault } from './faults/fault.js';
import { items } from './faults/items.js';

type Register = (runner: Runner, fault?: Fault) => void;

/** The names of the tests that fail, each once, of those that are about something. */
async function failing(register: Register, about: (one: ContractCase) => boolean, fault?: Fault) {
  const cases = collectCases((runner) => register(runner, fault)).filter(about);
  const results = await runCases(cases, { atOnce: 6, timeoutSeconds: 20 });
  expect(results.length).toBeGreaterThan(0);
  const failed = results.filter(({ outcome }) => outcome !== 'passed');
  return [...new Set(failed.map(({ name }) => name))];
}

function proves(faults: Record<string, Fault>, register: Register) {
  test.for(Object.entries(faults))('%s', { timeout: 60_000 }, async ([, fault]) => {
    const about = ({ group, name }: ContractCase) => fault.only.test(`${group}: ${name}`);
    expect(await failing(register, about, fault)).toEqual(fault.caughtBy);
  });

  test('has a fault, and no other', { timeout: 60_000 }, async () => {
    const names = Object.values(faults).flatMap(({ caughtBy }) => caughtBy);
    expect(await failing(register, ({ name }) => names.includes(name))).toEqual([]);
  });
}

describe('the suite of worker backends catches one that', () => {
  proves(brokenBackends, (runner, fault) =>
    describeWorkerBackend(fault ? broken(apart, fault) : apart, runner),
  );
});

test('a backend that says its deliveries are the tasks, and has some apart, is caught', async () => {
  const harness = { ...apart, separateDeliveries: false };
  const about = ({ group }: ContractCase) => group.includes('cannot be lost');
  expect(await failing((runner) => describeWorkerBackend(harness, runner), about)).toEqual([
    'no call of core takes one away, or makes one beside them',
  ]);
});

describe('the suite of step types catches one that', () => {
  proves(brokenStepTypes, (runner, fault) =>
    describeStepType(fault ? broken(items, fault) : items, runner),
  );
});
