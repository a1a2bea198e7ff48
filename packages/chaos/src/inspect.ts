import type { Sql } from 'postgres';
import { deadTasks, effort, runOutcomes, sqlFindings } from './check-calls.js';
import { checkRuns } from './check-runs.js';
import type { Finding } from './findings.js';
import { patiently } from './patiently.js';
import type { StartedRun } from './run-client.js';

/** What is in the database when all has settled. */
export interface Inspection {
  findings: Finding[];
  /** How many runs ended as what. */
  endings: Record<string, number>;
  effort: { tasks: number; redeliveries: number };
}

/** Checks all that can be checked in the database against the runs that were started. */
export async function inspect(
  sql: Sql,
  seed: number,
  started: readonly StartedRun[],
): Promise<Inspection> {
  const outcomes = await patiently(() => runOutcomes(sql));
  const dead = await patiently(() => deadTasks(sql));
  const named = dead.map((task) => ({
    runId: task.run_id,
    stepSlug: task.step_slug,
    taskIndex: task.task_index,
  }));
  const endings: Record<string, number> = {};
  for (const { status } of outcomes) endings[status] = (endings[status] ?? 0) + 1;
  return {
    findings: [
      ...(await patiently(() => sqlFindings(sql))),
      ...checkRuns(seed, started, outcomes, named),
    ],
    endings,
    effort: await patiently(() => effort(sql)),
  };
}
