import { expect, test } from 'vitest';
import { exemptionsOf } from '../src/check/exemptions.js';
import { pulledByHand } from './by-hand.js';
import { items } from './faults/items.js';

const malformed = { put: async () => 1, reasons: async () => [] };

test('a backend says what it leaves out, and why', () => {
  expect(exemptionsOf({ ...pulledByHand, malformed, separateDeliveries: true })).toEqual([]);
  expect(exemptionsOf(pulledByHand).map(({ why }) => why)).toEqual([
    'impossible: a delivery is a row with the key of a task',
    'separateDeliveries: false, the deliveries are the tasks',
  ]);
});

test('a step type says what it leaves out, and why', () => {
  const [good] = items.cases;
  expect(exemptionsOf({ ...items, cases: good ? [good] : [] })).toEqual([]);
  expect(exemptionsOf({ ...items, refused: [] }).map(({ what }) => what)).toEqual([
    'case: no element: settling and retrying its tasks',
    'isolation: what a step cannot do fails that step alone',
  ]);
});
