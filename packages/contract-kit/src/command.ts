import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type ContractHarness,
  checkContract,
  type PluginReport,
  pluginOf,
} from './check-contract.js';
import { contractReport, reportMarkdown, summary, title } from './report.js';
import type { CaseResult, Progress } from './run-cases.js';

const help = `Usage: pgflow-contract [options] <module>...

Runs the suites of the contract kit against the plug-ins of modules: each of their exports that is a
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
    if (values.help) console.log(help);
    else if (positionals.length === 0) throw new Error('Name a module; see --help.');
    else return await checkModules(positionals, values);
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

async function checkModules(
  paths: readonly string[],
  { only, out, 'at-once': atOnce }: { only: string; out: string; 'at-once': string },
): Promise<number> {
  if (!/^[1-9]\d{0,2}$/.test(atOnce)) throw new Error('--at-once takes a number from 1 to 999.');
  const harnesses = (await Promise.all(paths.map(harnessesOf))).flat();
  const plugins = [];
  for (const harness of harnesses) {
    console.log(`\n${title(pluginOf(harness))}`);
    plugins.push(await checkContract(harness, { only, atOnce: Number(atOnce), onResult: print }));
  }
  const report = contractReport(plugins);
  const [json, markdown] = [join(out, 'contract-report.json'), join(out, 'contract-report.md')];
  await mkdir(out, { recursive: true });
  await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(markdown, reportMarkdown(report));
  if (plugins.every(({ cases }) => cases.length === 0)) throw new Error(`No case has "${only}".`);
  for (const plugin of plugins) printTroubles(plugin);
  console.log(`\n${summary(plugins)}\n\nThe report is in ${json} and ${markdown}.`);
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

function print(result: CaseResult, { done, of }: Progress): void {
  const count = `${done}`.padStart(`${of}`.length);
  console.log(`${count}/${of}  ${line(result)} (${result.seconds.toFixed(2)} s)`);
  if (result.error !== undefined) console.log(indented(result.error));
}

/** What did not pass once more, since it may be far up. */
function printTroubles(plugin: PluginReport): void {
  const troubles = plugin.cases.filter(({ outcome }) => outcome !== 'passed');
  if (troubles.length > 0) console.log(`\n${title(plugin)}`);
  for (const result of troubles) console.log(`${line(result)}\n${indented(result.error ?? '')}`);
}

function line({ outcome, group, name }: CaseResult): string {
  return `${outcome}  ${group} > ${name}`;
}

function indented(error: string): string {
  return error.replaceAll(/^/gm, '    ');
}
