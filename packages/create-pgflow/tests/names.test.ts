import { readFileSync } from 'node:fs';
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

test('a step type is not called like something that its own files use beside it', () => {
  const template = templateNamed('step-type');
  const text = ['src/step.ts', 'tests/flow.test.ts']
    .map((file) => new URL(`../templates/step-type/${file}`, import.meta.url))
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  const clauses = [...text.matchAll(/^(?:import (.*) from|const (\w+))/gm)].join();
  const used = clauses
    .match(/\b[a-z]\w+/g)
    ?.filter((word) => !/^(import|from|const|type|myThing)$/.test(word));
  expect(used).toContain('flow');
  for (const name of used ?? []) {
    const slug = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect(() => namesFor(template, slug), name).toThrow('something else in TypeScript');
  }
});
