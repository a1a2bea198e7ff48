import type { PluginReport } from './check-contract.js';
import { kitVersion } from './kit-version.js';

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

/** A report for people, in Markdown. */
export function reportMarkdown({ kit, plugins }: ContractReport): string {
  return [`# Contract report\n\ncontract-kit ${kit}\n`, ...plugins.map(pluginMarkdown)].join('\n');
}

/** A plug-in's outcome in one line. */
export function summary({ kind, name, version, server, ...counts }: PluginReport): string {
  const { passed, failed, warned } = counts;
  return `${kind} ${name} (version ${version}) on Postgres ${server}: ${passed} passed, ${failed} failed, ${warned} warned`;
}

function pluginMarkdown(plugin: PluginReport): string {
  const lines = [`## ${summary(plugin)}`, ''];
  for (const [capability, value] of Object.entries(plugin.capabilities)) {
    lines.push(`- \`${capability}\`: ${JSON.stringify(value)}`);
  }
  for (const group of new Set(plugin.cases.map((one) => one.group))) {
    lines.push('', `### ${group}`, '', '| | case | seconds |', '|---|---|---|');
    for (const { name, outcome, seconds, error } of plugin.cases.filter(
      (one) => one.group === group,
    )) {
      const why = error === undefined ? '' : `<br>${cell(error)}`;
      lines.push(`| ${outcome} | ${cell(name)}${why} | ${seconds} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A text within a table. */
function cell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, '<br>');
}
