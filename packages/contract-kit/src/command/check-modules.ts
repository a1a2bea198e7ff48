import { constants } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckOptions, casesOf, checkContract, chosen } from '../check/check-contract.js';
import { messageOf } from '../check/message-of.js';
import { isRed, type PluginReport, pluginOf, pluginReport } from '../check/plugin-report.js';
import { contractReport, reportMarkdown } from '../check/report.js';
import type { CaseResult, Progress } from '../check/run-cases.js';
import { summary, title } from '../check/summary.js';
import type { ContractHarness } from '../harness.js';
import { loadHarnesses } from './load-harnesses.js';

interface ModuleOptions extends CheckOptions {
  readonly only: string;
  readonly out: string;
  readonly signal: AbortSignal;
}

/**
 * Checks the plug-ins of modules, one after the other, prints what comes of them and writes the report.
 * Answers the exit code; rejects, before anything is run or written, where that would be in vain.
 */
export async function checkModules(
  paths: readonly string[],
  options: ModuleOptions,
): Promise<number> {
  const { only, out } = options;
  const harnesses = (await Promise.all(paths.map(loadHarnesses))).flat();
  if (harnesses.every((harness) => chosen(casesOf(harness), only).length === 0)) {
    throw new Error(`No case has "${only}".`);
  }
  await makeFolder(out);
  const plugins = [];
  for (const harness of harnesses) plugins.push(await checkPlugin(harness, options));

  const [json, markdown] = [join(out, 'contract-report.json'), join(out, 'contract-report.md')];
  const report = contractReport(plugins);
  await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(markdown, reportMarkdown(report));
  for (const plugin of plugins) printTroubles(plugin);
  console.log(`\n${summary(plugins)}\n\nThe report is in ${json} and ${markdown}.`);
  if (plugins.every(({ error }) => error !== null)) return 2;
  return plugins.some(isRed) ? 1 : 0;
}

async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    throw new Error(`--out: the report cannot be written to ${out}: ${messageOf(error)}`);
  }
}

/** Never rejects: what keeps one plug-in from being checked is in its report, and harms no other. */
async function checkPlugin(
  harness: ContractHarness,
  options: ModuleOptions,
): Promise<PluginReport> {
  const { only, signal } = options;
  const total = casesOf(harness).length;
  const interrupted = () => pluginReport(harness, { only, total, interrupted: true });
  if (signal.aborted) return interrupted();
  console.log(`\n${title(pluginOf(harness))}`);
  try {
    return await checkContract(harness, { ...options, onResult: print });
  } catch (error) {
    if (signal.aborted) return interrupted();
    const message = messageOf(error);
    console.log(indented(message));
    return pluginReport(harness, { only, total, error: message });
  }
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
