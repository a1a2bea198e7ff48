import { readFileSync } from 'node:fs';
import { type Figures, type Metric, metrics } from './engine.js';
import type { Statement } from './statements.js';
import { median } from './statistics.js';

/** One measurement, as `--out` stores it. */
export interface Measurement {
  at: string;
  engine: string;
  title: string;
  row: string;
  variant: string;
  run: number;
  scale: number;
  /** Whether the machine was slow before or after it. */
  noisy: boolean;
  figures: Figures;
  /** Why there are no figures. */
  error?: string;
  /** Where the time went, with `--statements`. */
  statements?: Statement[];
}

/** The middle, the least and the most of a figure. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** All measurements of one case. */
export interface Summary extends Pick<Measurement, 'engine' | 'title' | 'row' | 'variant'> {
  runs: number;
  noisyRuns: number;
  spreads: { [Name in Metric]?: Spread };
  errors: string[];
}

/** The measurements in a file that `--out` wrote. */
export function readMeasurements(file: string): Measurement[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line));
}

/** A summary for each case, in the order in which they first came. */
export function summarize(measurements: readonly Measurement[]): Summary[] {
  const groups = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const { engine, row, variant } = measurement;
    const key = `${engine}/${row}-${variant}`;
    groups.set(key, [...(groups.get(key) ?? []), measurement]);
  }
  return [...groups.values()].map(summarizeCase);
}

function summarizeCase(all: Measurement[]): Summary {
  const [{ engine, title, row, variant }] = all as [Measurement];
  const good = all.filter(({ error }) => error === undefined);
  const spreads = Object.fromEntries(
    metrics.flatMap((metric) => {
      const values = good.flatMap(({ figures }) => figures[metric] ?? []);
      if (values.length === 0) return [];
      return [
        [metric, { median: median(values), min: Math.min(...values), max: Math.max(...values) }],
      ];
    }),
  );
  return {
    engine,
    title,
    row,
    variant,
    runs: good.length,
    noisyRuns: good.filter(({ noisy }) => noisy).length,
    spreads,
    errors: all.flatMap(({ error }) => error ?? []),
  };
}

/** A summary as one flat object: `rate`, `rate_min`, `rate_max`, and so on. */
export function toJsonRow(summary: Summary): Record<string, unknown> {
  const { spreads, noisyRuns, errors, title: _title, ...rest } = summary;
  const figures = Object.entries(spreads).flatMap(([metric, { median, min, max }]) => [
    [metric, median],
    [`${metric}_min`, min],
    [`${metric}_max`, max],
  ]);
  return {
    ...rest,
    noisy_runs: noisyRuns,
    ...Object.fromEntries(figures),
    ...(errors.length > 0 && { errors }),
  };
}
