import { describeStepType } from '../describe-step-type.js';
import { describeWorkerBackend } from '../describe-worker-backend.js';
import type { ContractHarness } from '../harness.js';
import { checkHarness } from './check-harness.js';
import { type ContractCase, collectCases } from './collector.js';
import { messageOf } from './message-of.js';
import { type PluginReport, pluginReport } from './plugin-report.js';
import { readRegistry } from './registry.js';
import { type RunOptions, runCases } from './run-cases.js';
import { trackDatabases } from './track-databases.js';
import { graceSeconds, withinTime } from './within-time.js';

/** How a suite is run. */
export interface CheckOptions extends RunOptions {
  /** Which cases to run, by group and name, such as `law 3`. @default all */
  readonly only?: string;
}

/**
 * Runs the suite of a plug-in, without a test runner. Rejects where the harness is not complete, its
 * database cannot be had, or the plug-in is not registered there. Leaves no database behind.
 */
export async function checkContract(
  harness: ContractHarness,
  { only = '', ...options }: CheckOptions = {},
): Promise<PluginReport> {
  checkHarness(harness, 'the harness');
  const { timeoutSeconds: seconds = 60, signal } = options;
  const tracked = trackDatabases(harness);
  try {
    const suite = casesOf(tracked.harness);
    const registered = await readRegistry(tracked.harness, { seconds, signal });
    const start = performance.now();
    const asked = chosen(suite, only);
    const cases = await runCases(asked, options);
    return pluginReport(harness, {
      only,
      total: suite.length,
      interrupted: cases.length < asked.length,
      registered,
      seconds: (performance.now() - start) / 1000,
      cases,
    });
  } finally {
    await withinTime(tracked.dropAll(), { seconds: graceSeconds }).catch((error) =>
      console.warn(`A database of a test may be left: ${messageOf(error)}`),
    );
  }
}

/** The cases of the suite of a plug-in. */
export function casesOf(harness: ContractHarness): ContractCase[] {
  return collectCases((runner) =>
    'stepType' in harness
      ? describeStepType(harness, runner)
      : describeWorkerBackend(harness, runner),
  );
}

/** The cases whose group or name has a text. */
export function chosen(cases: readonly ContractCase[], only: string): ContractCase[] {
  return cases.filter(({ group, name }) => `${group} > ${name}`.includes(only));
}
