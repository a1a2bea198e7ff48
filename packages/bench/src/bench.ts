import { appendFileSync, writeFileSync } from 'node:fs';
import { Databases } from './databases.js';
import { judge, toJsonVerdict, verdictTable } from './judge.js';
import { type EngineCase, type MeasureOptions, measureCases } from './measure-cases.js';
import { versionOfNode } from './peers.js';
import { describeServer, startServer } from './server.js';
import { type Measurement, type Summary, summarize, toJsonRow } from './summary.js';
import { number, statementTable, summaryTable } from './table.js';

/** How to measure and what to say. */
export interface BenchOptions extends Omit<MeasureOptions, 'databases' | 'onMeasurement'> {
  json: boolean;
  /** File for every single measurement. */
  out: string | undefined;
  /** For progress. */
  log: (text: string) => void;
  /** For results. */
  print: (text: string) => void;
}

/** Measures the cases on a server and prints tables or JSON; the exit code is 1 where one failed. */
export async function bench(cases: readonly EngineCase[], options: BenchOptions): Promise<number> {
  const { json, out, log, print, node, runs } = options;
  const begun = Date.now();
  await using server = await startServer();
  const databases = new Databases(server.url);
  for (const line of await describeServer(server.url, versionOfNode(node))) {
    (json ? log : print)(line);
  }
  if (out !== undefined) writeFileSync(out, '');
  let done = 0;
  const onMeasurement = (measurement: Measurement) => {
    log(`${++done}/${cases.length * runs} ${progressLine(measurement)}`);
    if (measurement.statements) log(statementTable(measurement.statements));
    if (out !== undefined) appendFileSync(out, `${JSON.stringify(measurement)}\n`);
  };
  try {
    const summaries = summarize(
      await measureCases(cases, { ...options, databases, onMeasurement }),
    );
    report(summaries, options);
    log(`${Math.round((Date.now() - begun) / 1000)} s in all`);
    return summaries.some(({ errors }) => errors.length > 0) ? 1 : 0;
  } finally {
    await databases.dropAll();
  }
}

/** Prints summaries and what they are worth against the bars, as JSON or as tables. */
export function report(
  summaries: readonly Summary[],
  { json, print }: Pick<BenchOptions, 'json' | 'print'>,
): void {
  const verdicts = judge(summaries);
  if (json) {
    for (const summary of summaries) {
      print(JSON.stringify({ ...toJsonRow(summary), bars: toJsonVerdict(summary, verdicts) }));
    }
    return;
  }
  print(`\n${summaryTable(summaries)}`);
  if (verdicts.length > 0) print(`\n${verdictTable(verdicts)}`);
}

function progressLine({ engine, row, variant, figures, noisy, error }: Measurement): string {
  const name = `${engine}/${row}-${variant}`;
  if (error !== undefined) return `${name} FAILED: ${error}`;
  const shown = Object.entries(figures).map(([metric, value]) => `${metric} ${number(value)}`);
  return `${name}${noisy ? ' (noisy)' : ''} ${shown.join(', ')}`;
}
