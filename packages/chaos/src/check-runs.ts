import type { RunOutcome } from './check-calls.js';
import type { Finding } from './findings.js';
import { fatalTask } from './planned-runs.js';
import { canonical, interpret, type TaskName } from './reference.js';
import type { StartedRun } from './run-client.js';

/** A task that failed for good. */
export type DeadTask = TaskName & { runId: string };

/** Compares how runs came out with what the reference interpreter and their fates say. */
export function checkRuns(
  seed: number,
  started: readonly StartedRun[],
  outcomes: readonly RunOutcome[],
  deadTasks: readonly DeadTask[],
): Finding[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.run_id, outcome]));
  const findings = started.flatMap((run) => {
    const outcome = byId.get(run.runId);
    byId.delete(run.runId);
    if (outcome) return checkRun(seed, run, outcome);
    return finding('lost', 'a run that was started is there', run.runId);
  });
  for (const runId of byId.keys()) findings.push(...finding('wrong', 'nobody else starts', runId));
  const failed = new Map(started.map((run) => [run.runId, fatalTask(seed, run.runId, run)]));
  for (const { runId, stepSlug, taskIndex } of deadTasks) {
    const fatal = failed.get(runId);
    if (fatal?.stepSlug === stepSlug && fatal.taskIndex === taskIndex) continue;
    const task = `task ${taskIndex} of step ${stepSlug} of run ${runId}`;
    findings.push(...finding('wrong', 'only what is to fail for good does', task));
  }
  return findings;
}

function checkRun(seed: number, run: StartedRun, outcome: RunOutcome): Finding[] {
  // One that has not ended is found as stuck.
  if (outcome.status === 'started') return [];
  const { shape, input, runId, flowId } = run;
  const findings: Finding[] = [];
  const expect = (
    law: string,
    found: unknown,
    expected: unknown,
    kind: Finding['kind'] = 'wrong',
  ) => {
    const [one, other] = [canonical(found ?? null), canonical(expected ?? null)];
    if (one !== other) {
      findings.push(...finding(kind, law, `run ${runId} has ${one} and not ${other}`));
    }
  };
  expect('a run keeps its version', outcome.flow_id, flowId);
  expect('a run keeps its input', outcome.input, input);
  const endings = expectedEndings(seed, run);
  if (!endings.includes(outcome.status)) expect('a run ends as it should', outcome.status, endings);
  if (outcome.status === 'failed') {
    const fatal = fatalTask(seed, runId, run);
    expect('a run fails with the right step', outcome.error?.step, fatal?.stepSlug);
    expect('a run fails with the right task', outcome.error?.task_index, fatal?.taskIndex);
    expect('a run fails with the right code', outcome.error?.code, 'PF353');
  }
  for (const [slug, output] of interpret(shape, input).outputs) {
    const found = outcome.outputs[slug];
    const law = `outputs are those of the reference interpreter (step ${slug})`;
    if (found !== undefined) expect(law, found, output);
    else if (outcome.status === 'completed') expect(law, null, output, 'lost');
  }
  return findings;
}

/** The ends that a run may come to. */
function expectedEndings(seed: number, run: StartedRun): string[] {
  const { fate, cancelled } = run;
  if (fate === 'fails') {
    return [fatalTask(seed, run.runId, run) === undefined ? 'completed' : 'failed'];
  }
  if (fate !== 'cancelled') return ['completed'];
  // A cancel that came after the end, or whose answer was lost.
  if (cancelled === 'unknown') return ['completed', 'cancelled'];
  return [cancelled ? 'cancelled' : 'completed'];
}

function finding(kind: Finding['kind'], law: string, what: string): Finding[] {
  return [{ kind, law, what }];
}
