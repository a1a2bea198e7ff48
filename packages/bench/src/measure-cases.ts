import { askChild } from './ask-child.js';
import { calibrate, calmMoment, calmMs } from './calibration.js';
import type { Databases } from './databases.js';
import { type CaseInfo, caseName, type EngineInfo, type Figures } from './engine.js';
import { topStatements, trackStatements } from './statements.js';
import type { Measurement } from './summary.js';

/** A case of an engine. */
export interface EngineCase {
  engine: EngineInfo;
  case: CaseInfo;
}

/** How to measure. */
export interface MeasureOptions {
  databases: Databases;
  /** Path of the Node that the measured processes run on. */
  node: string;
  runs: number;
  scale: number;
  calm: boolean;
  /** Whether to note which statements the time goes to; the figures are not to be quoted then. */
  statements: boolean;
  signal: AbortSignal;
  /** Called with each measurement when it is made. */
  onMeasurement: (measurement: Measurement) => void;
}

/**
 * Measures every case `runs` times. Rounds are the outer loop, so that a slow minute of the machine
 * does not hit one case only. A case that failed is not tried again.
 */
export async function measureCases(
  cases: readonly EngineCase[],
  options: MeasureOptions,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const failed = new Set<CaseInfo>();
  const calm = options.calm ? calmMs() : Number.POSITIVE_INFINITY;
  const keep = (measured: EngineCase, measurement: Measurement) => {
    measurements.push(measurement);
    if (measurement.error !== undefined) failed.add(measured.case);
    options.onMeasurement(measurement);
  };
  const alone = cases.filter((entry) => !entry.case.together);
  for (let run = 1; run <= options.runs; run++) {
    for (const entry of alone.filter((candidate) => !failed.has(candidate.case))) {
      keep(entry, await measureCalmly(entry, run, calm, options));
    }
  }
  const together = cases.filter((entry) => entry.case.together);
  // All of them end, aborted or not, so that none makes a database when the others are dropped.
  const settled = await Promise.allSettled(
    together.flatMap((entry) =>
      Array.from({ length: options.runs }, async (_, index) =>
        keep(entry, await measureOnce(entry, index + 1, options)),
      ),
    ),
  );
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return measurements;
}

/** Measures in a calm moment, and again, twice at most, when it did not last. */
async function measureCalmly(
  entry: EngineCase,
  run: number,
  calm: number,
  options: MeasureOptions,
): Promise<Measurement> {
  for (let attempt = 1; ; attempt++) {
    const before = await calmMoment(calm, options.signal);
    const measurement = await measureOnce(entry, run, options);
    const noisy = !before || calibrate() >= calm;
    if (!noisy || measurement.error !== undefined || attempt === 3)
      return { ...measurement, noisy };
  }
}

async function measureOnce(
  { engine, case: measured }: EngineCase,
  run: number,
  options: MeasureOptions,
): Promise<Measurement> {
  const of = {
    at: new Date().toISOString(),
    engine: engine.name,
    title: engine.title,
    row: measured.row,
    variant: measured.variant,
    run,
    scale: options.scale,
    noisy: false,
  };
  try {
    return { ...of, ...(await measureInNewDatabase(engine, measured, options)) };
  } catch (error) {
    options.signal.throwIfAborted();
    return { ...of, figures: {}, error: error instanceof Error ? error.message : String(error) };
  }
}

async function measureInNewDatabase(
  engine: EngineInfo,
  measured: CaseInfo,
  { databases, node, scale, statements, signal }: MeasureOptions,
): Promise<Pick<Measurement, 'figures' | 'statements'>> {
  const ask = <Value>(kind: 'prepare' | 'measure', url: string) => {
    const job = { kind, engine: engine.name, name: caseName(measured), url, scale };
    return askChild<Value>(job, { node, signal });
  };
  const { name, url } = await (measured.database === undefined
    ? databases.make()
    : databases.copy(measured.database, (template) => ask<undefined>('prepare', template)));
  try {
    if (statements) await trackStatements(url);
    const figures = await ask<Figures>('measure', url);
    return { figures, ...(statements && { statements: await topStatements(url) }) };
  } finally {
    await databases.drop(name);
  }
}
