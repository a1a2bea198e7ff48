import { kitVersion } from '../kit-version.js';
import type { PluginReport } from './plugin-report.js';
import type { CaseResult } from './run-cases.js';

/** What is written to `contract-report.json`. */
export interface ContractReport {
  /** The version of the kit. */
  readonly kit: string;
  /** Whether cases of any plug-in were not run; each says how many. */
  readonly partial: boolean;
  readonly plugins: readonly PluginReport[];
}

/** The report of plug-ins that were checked. */
export function contractReport(plugins: readonly PluginReport[]): ContractReport {
  return { kit: kitVersion(), partial: plugins.some(({ partial }) => partial), plugins };
}

/** A report for people, in Markdown: what came of all, what failed, and then each plug-in's cases. */
export function reportMarkdown({ kit, partial, plugins }: ContractReport): string {
  const sections = [
    `# Contract report\n\nBy contract-kit ${kit}.`,
    partial ? `**This report is partial.** ${extent(plugins)}` : '',
    overview(plugins),
    list('What could not be checked', plugins, ({ error }) =>
      error === null ? [] : [`\n\n${block(error)}`],
    ),
    troubles('What failed', plugins, 'failed'),
    troubles('What will fail in the next minor version of the kit', plugins, 'warned'),
    list('What is not tested', plugins, ({ notTested }) =>
      notTested.map(({ what, why }) => ` ${plain(what)} (${plain(why)})`),
    ),
    ...plugins.map(pluginMarkdown),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Why a partial report is one. */
function extent(plugins: readonly PluginReport[]): string {
  const only = plugins.find((plugin) => plugin.only !== null)?.only ?? '';
  const reasons = [
    only === '' ? '' : `Only cases with “${plain(only)}” in their group or name were asked for.`,
    plugins.some(({ interrupted }) => interrupted) ? 'It was interrupted.' : '',
    plugins.some(({ error }) => error !== null) ? 'A plug-in could not be checked.' : '',
  ];
  return reasons.filter((reason) => reason !== '').join(' ');
}

function overview(plugins: readonly PluginReport[]): string {
  const rows = plugins.map(
    ({ kind, name, version, contract, server, cases, total, passed, failed, warned, seconds }) =>
      `| ${kind} ${name} | ${version} | ${contract ?? ''} | ${server ?? ''} | ${cases.length} of ${total} | ${passed} | ${failed} | ${warned} | ${seconds.toFixed(1)} |`,
  );
  return [
    '| plug-in | version | contract | Postgres | cases | passed | failed | warned | seconds |',
    '|---|---|---|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function troubles(
  heading: string,
  plugins: readonly PluginReport[],
  outcome: CaseResult['outcome'],
): string {
  return list(heading, plugins, ({ cases }) =>
    cases
      .filter((one) => one.outcome === outcome)
      .map(({ group, name, error = '' }) => ` ${plain(`${group} > ${name}`)}\n\n${block(error)}`),
  );
}

/** A section with what there is to say of each plug-in, or nothing. */
function list(
  heading: string,
  plugins: readonly PluginReport[],
  texts: (plugin: PluginReport) => string[],
): string {
  const items = plugins.flatMap((plugin) =>
    texts(plugin).map((text) => `- **${plugin.kind} ${plugin.name}**:${text}`),
  );
  return items.length === 0 ? '' : `## ${heading}\n\n${items.join('\n\n')}`;
}

function pluginMarkdown(report: PluginReport): string {
  const { kind, name: plugin, capabilities, cases } = report;
  const lines = [`## ${kind} ${plugin}`, '', `- contract ${report.contract ?? 'unknown'}`];
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
