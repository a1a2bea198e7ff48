import { isRed, type PluginReport } from './plugin-report.js';

/** Plug-ins and what came of their suites: a line each, and below it what was not tested. */
export function summary(plugins: readonly PluginReport[]): string {
  const lines = plugins.map((plugin) => [
    verdict(plugin),
    title(plugin),
    `${plugin.passed} passed, ${plugin.failed} failed, ${plugin.warned} warned`,
    `${plugin.seconds.toFixed(1)} s${plugin.server === null ? '' : ` on Postgres ${plugin.server}`}`,
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
    .flatMap((line, index) => [line, ...notes(plugins[index])])
    .join('\n');
}

/** What came of a plug-in's suite; only one that was run as a whole has passed. */
export function verdict(plugin: PluginReport): string {
  const { partial, cases, total } = plugin;
  const extent = `partial (${cases.length} of ${total} cases)`;
  if (isRed(plugin)) return partial ? `failed, ${extent}` : 'failed';
  return partial ? extent : 'passed';
}

/** Which plug-in a report is of. */
export function title({ kind, name, version }: Pick<PluginReport, 'kind' | 'name' | 'version'>) {
  return `${kind} ${name} (version ${version})`;
}

function notes(plugin?: PluginReport): string[] {
  if (!plugin) return [];
  const { error, notTested } = plugin;
  return [
    ...(error === null ? [] : [`    not checked: ${error.replaceAll('\n', '\n    ')}`]),
    ...notTested.map(({ what, why }) => `    not tested: ${what} (${why})`),
  ];
}
