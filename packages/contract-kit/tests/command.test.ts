import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newFolder, newModule, runCommand } from './run-command.js';

const someCases = ['--only', 'case: a number', 'small-suite.ts'];

describe('pgflow-contract', { timeout: 60_000 }, () => {
  test('writes a report of what was found', async () => {
    const { code, output, report, markdown } = await runCommand(someCases);
    expect(code, output).toBe(0);
    expect(report).toMatchObject({
      kit: expect.stringMatching(/^\d+\.\d+\.\d+/),
      partial: true,
      plugins: [
        {
          kind: 'step type',
          name: 'single',
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
          contract: '1.0',
          server: expect.stringMatching(/^\d+/),
          capabilities: { handle_step_task_start: false, handle_step_task_failure: false },
          notTested: [{ why: 'refused: [], the type takes any step' }],
          only: 'case: a number',
          partial: true,
          interrupted: false,
          error: null,
          failed: 0,
          warned: 0,
        },
      ],
    });
    const [plugin] = report?.plugins ?? [];
    const run = plugin?.cases.length ?? 0;
    expect(plugin?.passed).toBe(run);
    expect(plugin?.total).toBeGreaterThan(run);
    expect(output).toMatch(
      new RegExp(`^ *\\d+/${run}  passed  case: a number > and when all are settled at once`, 'm'),
    );
    expect(output).toContain(`partial (${run} of ${plugin?.total} cases)  step type single`);
    expect(output).not.toMatch(/^passed/m);
    expect(output).toContain('not tested: isolation: ');
    expect(markdown).toContain('**This report is partial.** Only cases with “case: a number”');
    expect(markdown).toMatch(/## What is not tested\n\n- \*\*step type single\*\*: isolation: /);
    expect(markdown).toContain('| passed | and when all are settled at once |');
    expect(markdown).not.toContain('What failed');
  });

  test('exits with 1 and says why where a case fails', async () => {
    const { code, output, report, markdown } = await runCommand(someCases, { WRONG_OUTPUT: '1' });
    expect(code).toBe(1);
    expect(report?.plugins[0]?.failed).toBeGreaterThan(0);
    const failure = 'failed  case: a number > and when all are settled at once';
    expect(output).toMatch(new RegExp(`^ *\\d+/\\d+  ${failure}`, 'm'));
    expect(output).toMatch(/^failed, partial \(\d+ of \d+ cases\) {2}step type single/m);
    expect(output.split('step type single').at(-2), 'once more at the end').toContain(failure);
    expect(markdown).toMatch(
      /\*\*step type single\*\*: case: a number > and when .*\n\n {2}```\n {2}.*Expected values/,
    );
    expect(markdown.indexOf('## What failed')).toBeLessThan(
      markdown.indexOf('## step type single'),
    );
  });

  test('checks the others where the database of a plug-in cannot be had', async () => {
    const { code, output, report, markdown } = await runCommand([
      await newModule(unreachable('lost')),
      ...someCases,
    ]);
    expect(code, output).toBe(1);
    const error = expect.stringContaining('its database cannot be had: no server today');
    expect(report?.plugins).toMatchObject([
      { name: 'lost', error, server: null, contract: null, partial: true, cases: [] },
      { name: 'single', error: null, failed: 0 },
    ]);
    expect(output).toMatch(/^failed, partial \(0 of \d+ cases\) +step type lost/m);
    expect(output).toContain('not checked: its database cannot be had: no server today');
    expect(markdown).toContain('## What could not be checked\n\n- **step type lost**');
  });

  test('exits with 2 and reports it where no plug-in can be checked', async () => {
    const { code, report } = await runCommand([await newModule(unreachable('lost'))]);
    expect(code).toBe(2);
    expect(report?.plugins).toMatchObject([{ name: 'lost', failed: 0, partial: true }]);
  });

  test('says which plug-ins are registered where one is not', async () => {
    const { code, output } = await runCommand(['wrong-names.ts']);
    expect(code).toBe(2);
    const message = 'is not registered in this database';
    const registered = '; registered: single (schema pgflow_single)';
    expect(output).toContain(`step type "singel" ${message}${registered}`);
    expect(output).toContain(
      `step type "single" ${message} with schema pgflow_singel${registered}`,
    );
    expect(output).toContain(`worker backend "tabel" ${message}; registered: none`);
  });

  test('tells what it takes', async () => {
    expect(await runCommand(['--help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Usage: pgflow-contract'),
    });
  });

  test.for([
    [[], 'Name a module'],
    [['--at-once', 'x', 'small-suite.ts'], 'takes a number'],
    [['../run-program.ts'], 'exports no harness, only runProgram'],
    [['nowhere.js'], 'nowhere.js cannot be loaded'],
    [['--only', 'law 99', 'small-suite.ts'], 'No case has "law 99"'],
  ] as const)('exits with 2 for %j, and writes nothing', async ([args, message]) => {
    const { code, output, report } = await runCommand(args);
    expect(output).toContain(message);
    expect(code).toBe(2);
    expect(report).toBeUndefined();
  });

  test('names the module that has a syntax error', async () => {
    const broken = await newModule('export const mine = {;');
    const { code, output } = await runCommand([broken]);
    expect(output).toContain(`${broken} cannot be loaded: Unexpected token`);
    expect(code).toBe(2);
  });

  test('exits with 2 before anything is run where the report cannot be written', async () => {
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    const { code, output } = await runCommand([...someCases, '--out', file]);
    expect(output).toMatch(/^--out: the report cannot be written to .*file: EEXIST/);
    expect(output).not.toContain('passed');
    expect(code).toBe(2);
  });
});

function unreachable(stepType: string): string {
  return `export const harness = {
    stepType: '${stepType}', schema: 'pgflow_${stepType}', version: '1.0.0', refused: [],
    cases: [{ name: 'a', config: {}, source: 1, tasks: [1], outputs: [1], output: 1 }],
    createDatabase: async () => { throw new Error('no server today'); },
  };`;
}
