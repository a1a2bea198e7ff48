import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { collectCases } from '../src/collector.js';
import { describeStepType, describeWorkerBackend } from '../src/index.js';
import { createDatabase } from './database.js';

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
        malformed: 'impossible',
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
const runners: Record<string, () => [string, ...string[]]> = {
  'node:test': () => [process.execPath, '--import', 'tsx', '--test', 'on-node.ts'],
  Deno: () => [deno(), 'test', '--allow-all', '--no-check', 'on-deno.ts'],
};

/** Runs the suite of `runners/small-suite.ts` in a process of its own. */
async function runSuite([program, ...args]: [string, ...string[]], env: Record<string, string>) {
  const cwd = fileURLToPath(new URL('runners/', import.meta.url));
  const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: '1', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  return { code, output };
}

describe.for(Object.entries(runners))('the suites run with %s', ([, command]) => {
  test('and pass', { timeout: 60_000 }, async () => {
    const { code, output } = await runSuite(command(), {});
    expect(output).toContain('outputs are in the order of the tasks');
    expect(code, output).toBe(0);
  });

  test('and fail where the plug-in does', { timeout: 60_000 }, async () => {
    const { code, output } = await runSuite(command(), { WRONG_OUTPUT: '1' });
    expect(output).toContain('strictly deep-equal');
    expect(code, output).toBe(1);
  });
});
