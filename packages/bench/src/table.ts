import type { Metric } from './engine.js';
import type { Statement } from './statements.js';
import type { Spread, Summary } from './summary.js';

/** The figures that a table has a column for, with its head; others are listed in the last one. */
const columns: [Metric, string][] = [
  ['rate', 'tasks/s (min–max)'],
  ['p50_ms', 'p50 ms'],
  ['p95_ms', 'p95 ms'],
  ['p99_ms', 'p99 ms'],
  ['wal_bytes_per_task', 'WAL B/task'],
  ['dead_tuples', 'dead tuples'],
  ['node_cpu_us_per_task', 'Node µs/task'],
];

/** Summaries as a table in Markdown. */
export function summaryTable(summaries: readonly Summary[]): string {
  const heads = ['engine', 'row', 'runs', ...columns.map(([, head]) => head), 'more'];
  const lines = summaries.map((summary) => [
    summary.title,
    `${summary.row} ${summary.variant}`,
    runsOf(summary),
    ...columns.map(([metric]) => cell(summary, metric)),
    more(summary),
  ]);
  return markdownTable(heads, lines);
}

/** Statements as a table in Markdown. */
export function statementTable(statements: readonly Statement[]): string {
  const heads = ['calls', 'total ms', 'mean ms', 'rows', 'WAL B', 'buffers', 'statement'];
  const lines = statements.map((statement) => {
    const { calls, total_ms, mean_ms, rows, wal_bytes, buffer_hits } = statement;
    const numbers = [calls, total_ms, mean_ms, rows, wal_bytes, buffer_hits].map(number);
    return [...numbers, `${statement.top_level ? '' : '- '}${statement.query}`];
  });
  return markdownTable(heads, lines);
}

/** A table in Markdown, its columns padded. */
export function markdownTable(heads: readonly string[], lines: readonly string[][]): string {
  const widths = heads.map((_, i) => Math.max(...[heads, ...lines].map((l) => l[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(heads), rule, ...lines.map(line)].join('\n');
}

/** A number with as many digits as it deserves. */
export function number(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  if (Math.abs(value) >= 100) return value.toFixed(0);
  if (Math.abs(value) >= 10) return value.toFixed(1);
  return value.toFixed(2).replace(/\.00$/, '');
}

function runsOf({ runs, noisyRuns, errors }: Summary): string {
  const noisy = noisyRuns > 0 ? `, ${noisyRuns} noisy` : '';
  const failed = errors.length > 0 ? `, ${errors.length} FAILED` : '';
  return `${runs}${noisy}${failed}`;
}

function cell({ spreads }: Summary, metric: Metric): string {
  const spread = spreads[metric];
  if (!spread) return '';
  return metric === 'rate' ? withRange(spread) : number(spread.median);
}

function more({ spreads }: Summary): string {
  return Object.entries(spreads)
    .filter(([metric]) => !columns.some(([shown]) => shown === metric))
    .map(([metric, spread]) => `${metric} ${withRange(spread)}`)
    .join(', ');
}

function withRange({ median, min, max }: Spread): string {
  return min === max ? number(median) : `${number(median)} (${number(min)}–${number(max)})`;
}
