import type { PluginReport } from './check-contract.js';
import { kitVersion } from './kit-version.js';
import type { CaseResult } from './run-cases.js';

/** What is written to `contract-report.json`. */
export interface ContractReport {
  /** The version of the kit. */
  readonly kit: string;
  readonly plugins: readonly PluginReport[];
}

/** The report of plug-ins that were checked. */
export function contractReport(plugins: readonly PluginReport[]): ContractReport {
  return { kit: kitVersion(), plugins };
}

/** Plug-ins and what came of their suites, a line each. */
export function summary(plugins: readonly PluginReport[]): string {
  const lines = plugins.map((plugin) => [
    `${plugin.failed > 0 ? 'failed' : 'passed'}  ${title(plugin)}`,
    `${plugin.passed} passed, ${plugin.failed} failed, ${plugin.warned} warned`,
    `${plugin.seconds.toFixed(1)} s on Postgres ${plugin.server}`,
  ]);
  const widths = [0, 1].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}

/** Which plug-in a report is of. */
export function title({ kind, name, version }: Pick<PluginReport, 'kind' | 'name' | 'version'>) {
  return `${kind} ${name} (version ${version})`;
}

/** A report for people, in Markdown: what came of all, what failed, and then each plug-in's cases. */
export function reportMarkdown({ kit, plugins }: ContractReport): string {
  const sections = [
    `# Contract report\n\nBy contract-kit ${kit}.`,
    overview(plugins),
    troubles('What failed', plugins, 'failed'),
    troubles('What will fail in the next minor version of the kit', plugins, 'warned'),
    ...plugins.map(pluginMarkdown),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function overview(plugins: readonly PluginReport[]): string {
  const rows = plugins.map(
    ({ kind, name, version, server, passed, failed, warned, seconds }) =>
      `| ${kind} ${name} | ${version} | ${server} | ${passed} | ${failed} | ${warned} | ${seconds.toFixed(1)} |`,
  );
  return [
    '| plug-in | version | Postgres | passed | failed | warned | seconds |',
    '|---|---|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function troubles(
  heading: string,
  plugins: readonly PluginReport[],
  outcome: CaseResult['outcome'],
): string {
  const items = plugins.flatMap(({ kind, name: plugin, cases }) =>
    cases
      .filter((one) => one.outcome === outcome)
      .map(
        ({ group, name, error = '' }) =>
          `- **${kind} ${plugin}**: ${plain(`${group} > ${name}`)}\n\n${block(error)}`,
      ),
  );
  return items.length === 0 ? '' : `## ${heading}\n\n${items.join('\n\n')}`;
}

function pluginMarkdown({ kind, name: plugin, capabilities, cases }: PluginReport): string {
  const lines = [`## ${kind} ${plugin}`, ''];
  for (const [capability, value] of Object.entries(capabilities)) {
    lines.push(`- \`${capability}\`: ${JSON.stringify(value)}`);
  }
  for (const group of new Set(cases.map((one) => one.group))) {
    lines.push('', `### ${plain(group)}`, '', '| | case | seconds |', '|---|---|--:|');
    for (const { name, outcome, seconds } of cases.filter((one) => one.group === group)) {
      const marked = outcome === 'passed' ? outcome : `**${outcome}**`;
      lines.push(`| ${marked} | ${plain(name)} | ${seconds.toFixed(2)} |`);
    }
  }
  return lines.join('\n');
}

/** A text that Markdown shows as it is, also within a table. */
function plain(text: string): string {
  return text
    .replaceAll(/[\\`*|[\]]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** A text of many lines, within a list. A longer fence than any in the text can't be ended by it. */
function block(text: string): string {
  const ticks = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(ticks + 1);
  return `${fence}\n${text}\n${fence}`.replaceAll(/^/gm, '  ');
}
