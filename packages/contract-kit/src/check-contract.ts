import postgres from 'postgres';
import { collectCases } from './collector.js';
import { describeStepType } from './describe-step-type.js';
import { describeWorkerBackend } from './describe-worker-backend.js';
import type { PluginHarness, StepTypeHarness, WorkerBackendHarness } from './harness.js';
import { type CaseResult, type RunOptions, runCases } from './run-cases.js';

/** A harness of either kind. */
export type ContractHarness = StepTypeHarness | WorkerBackendHarness;

/** What the suite of one plug-in found. */
export interface PluginReport {
  readonly kind: 'step type' | 'worker backend';
  readonly name: string;
  readonly version: string;
  /** The version of Postgres that it was tested on. */
  readonly server: string;
  /** What it declares, and which optional functions it has, as core's registry tells. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** How long the suite took; its cases run at the same time. */
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly cases: readonly CaseResult[];
}

/** How a suite is run. */
export interface CheckOptions extends RunOptions {
  /** Which cases to run, by group and name, such as `law 3`. @default all */
  readonly only?: string;
}

/** Runs the suite of a plug-in, without a test runner. Rejects where its database cannot be had. */
export async function checkContract(
  harness: ContractHarness,
  { only = '', ...options }: CheckOptions = {},
): Promise<PluginReport> {
  const known = await readRegistry(harness);
  const cases = collectCases((runner) =>
    'stepType' in harness
      ? describeStepType(harness, runner)
      : describeWorkerBackend(harness, runner),
  ).filter(({ group, name }) => `${group} > ${name}`.includes(only));
  const start = performance.now();
  const results = await runCases(cases, options);
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
  const count = (outcome: CaseResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    ...pluginOf(harness),
    ...known,
    seconds,
    passed: count('passed'),
    failed: count('failed'),
    warned: count('warned'),
    cases: results,
  };
}

/** Which plug-in a harness is of. */
export function pluginOf(
  harness: ContractHarness,
): Pick<PluginReport, 'kind' | 'name' | 'version'> {
  const { version = 'unknown' } = harness;
  return 'stepType' in harness
    ? { kind: 'step type', name: harness.stepType, version }
    : { kind: 'worker backend', name: harness.backend, version };
}

async function readRegistry(harness: PluginHarness) {
  const database = await harness.createDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<[{ server: string; capabilities: Record<string, unknown> | null }]>`
      select current_setting('server_version') as server, (
        select t.capabilities || jsonb_build_object(
          'handle_step_task_start', t.has_task_start, 'handle_step_task_failure', t.has_task_failure)
        from pgflow.step_types as t where t.schema_name = ${harness.schema}
        union all
        select b.capabilities
        from pgflow.worker_backends as b where b.schema_name = ${harness.schema} limit 1) as capabilities`;
    return { server: row.server, capabilities: row.capabilities ?? {} };
  } finally {
    await sql.end({ timeout: 0 });
    await database.drop();
  }
}
