import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { namesFor, rename } from '../src/names.js';
import { templateNamed } from '../src/templates.js';

const stepType = templateNamed('step-type');

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
  const text = ['src/step.ts', 'tests/flow.test.ts']
    .map((file) => new URL(`../templates/step-type/${file}`, import.meta.url))
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  const clauses = [...text.matchAll(/^(?:import (.*) from|const (\w+))/gm)].join();
  const used = clauses
    .match(/\b[a-z]\w+/g)
    ?.filter((word) => !/^(import|from|const|type|myThing)$/.test(word));
  expect(used).toContain('flow');
  expectRefused(used ?? []);
});

test('a step type is not called like something that its package exports', () => {
  const file = new URL('../templates/step-type/src/index.ts', import.meta.url);
  const lists = [...readFileSync(file, 'utf8').matchAll(/export \{ (.*) \}/g)];
  const names = lists.flatMap(([, list = '']) => list.split(', '));
  expect(names).toContain('sqlModule');
  expectRefused(names.filter((name) => !name.startsWith('myThing')));
});

test('a step type is not called like a global of the language', () => {
  const globals: string[] = runInNewContext('Object.getOwnPropertyNames(globalThis)');
  const names = globals.filter((name) => /^[a-z]/.test(name) && name !== 'console');
  expect(names).toContain('parseInt');
  expectRefused(names);
});

function expectRefused(names: string[]) {
  for (const name of names) {
    const slug = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect(() => namesFor(stepType, slug), name).toThrow('something else in TypeScript');
  }
}
