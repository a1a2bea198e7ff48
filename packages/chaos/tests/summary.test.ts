import { expect, test } from 'vitest';
import { findingKinds } from '../src/findings.js';
import { describe, isSound, type Summary } from '../src/summary.js';

const sound: Summary = {
  seed: 7,
  minutes: 2,
  runs: 12,
  endings: { completed: 10, failed: 2 },
  tasks: 90,
  redeliveries: 5,
  kills: new Map([
    ['kill', 99],
    ['restart', 1],
  ]),
  faults: new Map([
    ['late', 3],
    ['reset', 4],
  ]),
  deadlocks: 0,
  findings: [],
  isOurs: true,
};

test('it tells all figures', () => {
  expect(describe(sound).split('\n')).toEqual([
    'seed         7',
    'runs         12 (completed 10, failed 2), 90 tasks',
    'kills        100, 50 a minute (kill 99, restart 1)',
    'requests     7 broken (late 3, reset 4)',
    'redeliveries 5',
    'lost         0',
    'doubled      0',
    'stuck        0',
    'wrong        0',
    'crashed      0',
    'deadlocks    0',
  ]);
  expect(describe({ ...sound, isOurs: false })).toContain('Postgres was not restarted');
});

test('any finding, a deadlock or too few kills make it fail', () => {
  expect(isSound(sound)).toBe(true);
  for (const kind of findingKinds) {
    const found = { ...sound, findings: [{ kind, law: 'a law', what: 'of a run' }] };
    expect(isSound(found)).toBe(false);
    expect(describe(found)).toContain(`${kind}: a law: of a run`);
  }
  expect(isSound({ ...sound, deadlocks: 1 })).toBe(false);
  expect(isSound({ ...sound, kills: new Map([['kill', 99]]) })).toBe(false);
});
