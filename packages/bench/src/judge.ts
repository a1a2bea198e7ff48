import { type Bar, bars } from './bars.js';
import { caseName, type Metric } from './engine.js';
import type { Summary } from './summary.js';
import { markdownTable, number } from './table.js';

/** A bar with what was measured. */
export interface Verdict {
  bar: Bar;
  /** The figure, or its ratio to or difference from the other; undefined where one was not measured. */
  value: number | undefined;
  /** Of a bar that is only a stretch: whether that is reached. */
  met: boolean | undefined;
}

/** Holds the medians against the bars of the cases that were measured. */
export function judge(summaries: readonly Summary[]): Verdict[] {
  return bars
    .filter(({ backend, name }) => find(summaries, backend, name).length > 0)
    .map((bar) => {
      const value = measured(summaries, bar);
      return { bar, value, met: value === undefined ? undefined : within(value, bar) };
    });
}

/** The verdicts of one case, for its JSON object. */
export function toJsonVerdict({ engine, ...of }: Summary, verdicts: readonly Verdict[]): object[] {
  return verdicts
    .filter(({ bar }) => bar.backend === engine && bar.name === caseName(of))
    .map(({ bar: { backend: _backend, name: _name, ...bar }, value, met }) => ({
      ...bar,
      value: value ?? null,
      met: met ?? null,
    }));
}

/** Verdicts as a table in Markdown. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const lines = verdicts.map(({ bar, value, met }) => [
    bar.backend,
    bar.name,
    bar.metric +
      (bar.against ? ` ${relation[bar.against.by]} ${bar.against.engine}/${bar.against.name}` : ''),
    limit(bar),
    bar.stretch === undefined ? '' : String(bar.stretch),
    value === undefined ? '' : number(value),
    met === undefined ? 'not measured' : met ? 'met' : 'NOT MET',
  ]);
  return markdownTable(['backend', 'case', 'figure', 'bar', 'stretch', 'measured', ''], lines);
}

const relation = { ratio: '/', difference: '−' };

function limit({ atLeast, atMost }: Bar): string {
  if (atLeast !== undefined) return `≥ ${atLeast}`;
  return atMost === undefined ? '' : `≤ ${atMost}`;
}

function measured(summaries: readonly Summary[], bar: Bar): number | undefined {
  const ours = best(find(summaries, bar.backend, bar.name), bar.metric);
  if (!bar.against) return ours;
  const { engine, name, by } = bar.against;
  const other = best(find(summaries, engine, name), bar.metric);
  if (ours === undefined || other === undefined) return undefined;
  return by === 'ratio' ? ours / other : ours - other;
}

function within(value: number, { atLeast, atMost, stretch }: Bar): boolean {
  if (atMost !== undefined) return value <= atMost;
  return value >= (atLeast ?? stretch ?? Number.NEGATIVE_INFINITY);
}

/** The cases that a name of a case or of a row stands for. */
function find(summaries: readonly Summary[], engine: string, name: string): Summary[] {
  return summaries.filter((summary) => {
    const full = caseName(summary);
    return summary.engine === engine && (full === name || full.startsWith(`${name}-`));
  });
}

/** The best median of some cases: the highest rate, the lowest of all else. */
function best(summaries: readonly Summary[], metric: Metric): number | undefined {
  const values = summaries.flatMap(({ spreads }) => spreads[metric]?.median ?? []);
  if (values.length === 0) return undefined;
  return metric === 'rate' ? Math.max(...values) : Math.min(...values);
}
