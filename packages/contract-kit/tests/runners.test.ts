import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { collectCases } from '../src/check/collector.js';
import { describeStepType, describeWorkerBackend } from '../src/index.js';
import { createDatabase } from './database.js';
import { runProgram } from './run-program.js';

test('every law and promise has tests, with whatever runner', () => {
  const cases = collectCases((runner) =>
    describeWorkerBackend(
      {
        backend: 'mine',
        schema: 'pgflow_mine',
        capabilities: { delivery: 'pull' },
        createDatabase,
        countDeliveries: async () => 0,
        expireLease: async () => {},
        malformed: { impossible: 'there is no such backend' },
      },
      runner,
    ),
  );
  const topics = [1, 2, 3, 4, 5, 6, 7, 8].map((law) => `law ${law}: `);
  for (const topic of [...topics, 'registering: ', 'rights: ', 'promise: ', 'race: ']) {
    expect(cases.filter(({ group }) => group.startsWith(topic))).not.toEqual([]);
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
  const register = () => collectCases((runner) => describeStepType(harness, runner));
  expect(register).toThrow('at least one case');
});

/** Deno's package unpacks its program when it is first asked where that is. */
const deno = (): string => createRequire(import.meta.url)('deno/install_api.cjs').runInstall();
const runners: Record<string, (filter?: string) => [string, ...string[]]> = {
  'node:test': (filter = '.') => [
    process.execPath,
    '--import',
    'tsx',
    '--test',
    `--test-name-pattern=${filter}`,
    'on-node.ts',
  ],
  Deno: (filter = 'step type') => [
    deno(),
    'test',
    '--allow-all',
    '--no-check',
    `--filter=${filter}`,
    'on-deno.ts',
  ],
};

describe.for(Object.entries(runners))('the suites run with %s', ([, command]) => {
  test('and pass', { timeout: 60_000 }, async () => {
    const { code, output } = await runProgram(command(), {});
    expect(output).toContain('outputs are in the order of the tasks');
    expect(code, output).toBe(0);
  });

  test('and fail where the plug-in does', { timeout: 60_000 }, async () => {
    const { code, output } = await runProgram(command('all are settled at once'), {
      WRONG_OUTPUT: '1',
    });
    expect(output).toContain('strictly deep-equal');
    expect(code, output).toBe(1);
  });
});
