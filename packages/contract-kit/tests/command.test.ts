import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ContractReport } from '../src/index.js';
import { runProgram } from './run-program.js';

const bin = fileURLToPath(new URL('../bin/pgflow-contract.js', import.meta.url));
const run = (args: string[], env = {}) =>
  runProgram([process.execPath, '--import', 'tsx', bin, ...args], env);

async function runSmallSuite(env: Record<string, string> = {}) {
  const out = await mkdtemp(join(tmpdir(), 'pgflow-contract-'));
  onTestFinished(() => rm(out, { recursive: true }));
  const ended = await run(['small-suite.ts', '--only', 'case: a number', '--out', out], env);
  const json = await readFile(join(out, 'contract-report.json'), 'utf8');
  const markdown = await readFile(join(out, 'contract-report.md'), 'utf8');
  return { ...ended, report: JSON.parse(json) as ContractReport, markdown };
}

describe('pgflow-contract', () => {
  test('writes a report of what was found', { timeout: 60_000 }, async () => {
    const { code, output, report, markdown } = await runSmallSuite();
    expect(code, output).toBe(0);
    expect(report).toMatchObject({
      kit: expect.stringMatching(/^\d+\.\d+\.\d+/),
      plugins: [
        {
          kind: 'step type',
          name: 'single',
          version: 'unknown',
          server: expect.stringMatching(/^\d+/),
          capabilities: { handle_step_task_start: false, handle_step_task_failure: false },
          failed: 0,
          warned: 0,
        },
      ],
    });
    const [plugin] = report.plugins;
    expect(plugin?.passed).toBe(plugin?.cases.length);
    const all = plugin?.cases.length ?? 0;
    expect(output).toMatch(
      new RegExp(`^ *\\d+/${all}  passed  case: a number > and when all are settled at once`, 'm'),
    );
    expect(output).toContain(`passed  step type single (version unknown)  ${all} passed, 0 failed`);
    expect(markdown).toContain('| passed | and when all are settled at once |');
    expect(markdown).not.toContain('What failed');
  });

  test('exits with 1 and says why where a case fails', { timeout: 60_000 }, async () => {
    const { code, output, report, markdown } = await runSmallSuite({ WRONG_OUTPUT: '1' });
    expect(code).toBe(1);
    expect(report.plugins[0]?.failed).toBeGreaterThan(0);
    const failure = 'failed  case: a number > and when all are settled at once';
    expect(output).toMatch(new RegExp(`^ *\\d+/\\d+  ${failure}`, 'm'));
    expect(output.split('step type single').at(-2), 'once more at the end').toContain(failure);
    expect(markdown).toMatch(
      /\*\*step type single\*\*: case: a number > and when .*\n\n {2}```\n {2}Exp/,
    );
    expect(markdown.indexOf('## What failed')).toBeLessThan(
      markdown.indexOf('## step type single'),
    );
  });

  test('tells what it takes', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Usage: pgflow-contract'),
    });
  });

  test.for([
    [[], 'Name a module'],
    [['--at-once', 'x', 'small-suite.ts'], 'takes a number'],
    [['../run-program.ts'], 'exports no harness'],
    [['nowhere.js'], 'nowhere.js'],
  ] as const)('exits with 2 for %j', async ([args, message]) => {
    const { code, output } = await run([...args]);
    expect(output).toContain(message);
    expect(code).toBe(2);
  });
});
