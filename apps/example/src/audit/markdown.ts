import type { Report } from './report.ts';

/** Lists longer than this are cut in the written report; the stored one is whole. */
const shown = 200;

/** The report as a Markdown document. */
export function reportToMarkdown(report: Report): string {
  return [
    `# Audit of ${report.site}`,
    '',
    '| | |',
    '|---|---:|',
    ...summaryRows(report).map(([label, value]) => `| ${label} | ${value} |`),
    ...section(
      'Broken links',
      report.brokenLinks,
      ({ link, problem, from }) =>
        `- ${code(link)}: ${problem}, linked from ${from.slice(0, 10).map(code).join(', ')}${from.length > 10 ? ` and ${from.length - 10} more` : ''}`,
    ),
    ...section(
      'Pages that could not be read',
      report.failedPages,
      ({ page, problem }) => `- ${code(page)}: ${problem}`,
    ),
    ...section('Orphans', report.orphans, (page) => `- ${code(page)}`),
    ...section('Missing titles', report.missingTitles, (page) => `- ${code(page)}`),
    ...section('Slowest pages', report.slowestPages, ({ page, ms }) => `- ${code(page)}: ${ms} ms`),
    '',
  ].join('\n');
}

/** The numbers of a report, each with its label. */
export function summaryRows(report: Report): [label: string, value: string][] {
  const rows: [string, number][] = [
    ['Pages', report.pages],
    ['Words', report.words],
    ['Internal links', report.internalLinks],
    ['External links', report.externalLinks],
    ['Broken links', report.brokenLinks.length],
    ['Pages that could not be read', report.failedPages.length],
    ['Orphans', report.orphans.length],
    ['Missing titles', report.missingTitles.length],
    ['Links left unchecked', report.uncheckedLinks],
    ['Searchable pieces', report.chunks],
  ];
  return rows.map(([label, value]) => [label, value.toLocaleString('en-US')]);
}

function section<T>(title: string, items: readonly T[], line: (item: T) => string): string[] {
  if (items.length === 0) return ['', `## ${title}`, '', 'None.'];
  const rest = items.length > shown ? ['', `... and ${items.length - shown} more.`] : [];
  return ['', `## ${title}`, '', ...items.slice(0, shown).map(line), ...rest];
}

/** As code, so that no address is read as Markdown. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
