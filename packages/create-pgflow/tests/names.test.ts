import { expect, test } from 'vitest';
import { namesFor, rename } from '../src/names.js';
import { templateNamed } from '../src/templates.js';

test.for([
  ['step-type', 'pgflow-step-type-wait-until', 'wait_until waitUntil WaitUntil'],
  ['step-type', 'step-type-retry', 'retry retry Retry'],
  ['backend', 'pgflow-backend-nats2', 'nats2 nats2 Nats2'],
  ['backend', 'backend-my.own_queue', 'my_own_queue myOwnQueue MyOwnQueue'],
  ['backend', 'switch', 'switch switch Switch'],
] as const)('%s %s: %s', ([template, folder, names]) => {
  const made = namesFor(templateNamed(template), folder);
  expect(rename('my_thing myThing MyThing', made)).toBe(names);
  expect(rename('my-package', made)).toBe(folder);
});
