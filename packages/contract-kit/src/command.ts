import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type ContractHarness, checkContract } from './check-contract.js';
import { contractReport, reportMarkdown, summary } from './report.js';
import type { CaseResult } from './run-cases.js';

const help = `Usage: pgflow-contract [options] <module>

Runs the suites of the contract kit against the plug-ins of a module: each of its exports that is a
harness of a worker backend or a step type, or a list of such. Writes contract-report.json and
contract-report.md. A module in TypeScript needs a Node that reads it, or NODE_OPTIONS='--import tsx'.

  --only <text>      only the cases whose group or name has the text, such as "law 3"
  --out <folder>     where the reports are written (default: here)
  --at-once <count>  how many cases are run at once (default: 4)
  --help             this text

Exit codes: 0 all cases passed or warned, 1 a case failed, 2 nothing could be run.
`;

/** The command `pgflow-contract`; answers its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [path, ...more] = positionals;
    if (values.help) console.log(help);
    else if (path === undefined || more.length > 0) throw new Error('Name one module; see --help.');
    else return await checkModule(path, values);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

const options = {
  only: { type: 'string', default: '' },
  out: { type: 'string', default: '.' },
  'at-once': { type: 'string', default: '4' },
  help: { type: 'boolean', default: false },
} as const;

async function checkModule(
  path: string,
  { only, out, 'at-once': atOnce }: { only: string; out: string; 'at-once': string },
): Promise<number> {
  if (!/^[1-9]\d{0,2}$/.test(atOnce)) throw new Error('--at-once takes a number from 1 to 999.');
  const harnesses = await harnessesOf(path);
  const plugins = [];
  for (const harness of harnesses) {
    const plugin = await checkContract(harness, { only, atOnce: Number(atOnce), onResult: print });
    console.log(`${summary(plugin)}\n`);
    plugins.push(plugin);
  }
  const report = contractReport(plugins);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'contract-report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(out, 'contract-report.md'), reportMarkdown(report));
  if (plugins.every(({ cases }) => cases.length === 0)) throw new Error(`No case has "${only}".`);
  return plugins.some(({ failed }) => failed > 0) ? 1 : 0;
}

async function harnessesOf(path: string): Promise<ContractHarness[]> {
  const exports: Record<string, unknown> = await import(pathToFileURL(resolve(path)).href);
  const harnesses = new Set(Object.values(exports).flat().filter(isHarness));
  if (harnesses.size === 0) throw new Error(`${path} exports no harness; see --help.`);
  return [...harnesses];
}

function isHarness(value: unknown): value is ContractHarness {
  if (typeof value !== 'object' || value === null || !('createDatabase' in value)) return false;
  return 'backend' in value || 'stepType' in value;
}

function print({ outcome, group, name, seconds, error }: CaseResult): void {
  console.log(`${outcome}  ${group} > ${name} (${seconds} s)`);
  if (error !== undefined) console.log(error.replaceAll(/^/gm, '    '));
}
