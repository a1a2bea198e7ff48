import { expect, test } from 'vitest';
import { describeStepType, describeWorkerBackend, type Runner } from '../src/index.js';
import { createDatabase } from './database.js';

/** A runner that only writes down what it is given. */
function collector(): Runner & { names: string[] } {
  const names: string[] = [];
  const path: string[] = [];
  return {
    names,
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    test: (name) => names.push([...path, name].join(' > ')),
  };
}

test('every law and promise has tests, with whatever runner', () => {
  const runner = collector();
  describeWorkerBackend(
    {
      backend: 'mine',
      schema: 'pgflow_mine',
      capabilities: { delivery: 'pull' },
      createDatabase,
      countDeliveries: async () => 0,
      expireLease: async () => {},
      malformed: 'impossible',
    },
    runner,
  );
  const topics = [1, 2, 3, 4, 5, 6, 7, 8].map((law) => `law ${law}: `);
  for (const topic of [...topics, 'registering: ', 'rights: ', 'promise: ', 'race: ']) {
    expect(runner.names.filter((name) => name.includes(` > ${topic}`))).not.toEqual([]);
  }
});

test('a step type without cases is refused', () => {
  const harness = {
    stepType: 'mine',
    schema: 'pgflow_mine',
    createDatabase,
    cases: [],
    refused: [],
  };
  expect(() => describeStepType(harness, collector())).toThrow('at least one case');
});
