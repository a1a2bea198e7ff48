import {
  type AnyFlow,
  type ClaimedTask,
  DatabaseUnreachableError,
  type Json,
  validateInput,
} from '@pgflow/core-sql';
import { backOff } from '@pgflow/core-sql/process';
import { pause } from './pause.js';

/** Runs whose inputs are kept at once. */
const KEPT_RUNS = 100;

/**
 * The inputs of runs, validated by their flow's schema once per run and worker. A run can be started
 * in SQL, past the client, so what is claimed has to be looked at again.
 */
export function runInputs(fetch: (runIds: string[]) => Promise<Map<string, Json>>) {
  const kept = new Map<string, Promise<Json>>();

  /** A database that is away spends no attempt, but the step's timeout. */
  const fetchPatiently = async (runId: string): Promise<Json | undefined> => {
    for (const failures = backOff(); ; ) {
      try {
        return (await fetch([runId])).get(runId);
      } catch (error) {
        if (!DatabaseUnreachableError.is(error)) throw error;
        await pause(failures.next(false));
      }
    }
  };

  const load = async (flow: AnyFlow, task: ClaimedTask): Promise<Json> => {
    const input = task.runInput ?? (await fetchPatiently(task.runId)) ?? null;
    return (await validateInput(flow, input)) as Json;
  };

  return {
    /** Raises InvalidInputError where the schema refuses the input. */
    get(flow: AnyFlow, task: ClaimedTask): Promise<Json> {
      const found = kept.get(task.runId);
      if (found) return found;
      const loaded = load(flow, task);
      kept.set(task.runId, loaded);
      // A refused input is refused again; one that could not be read is read again.
      loaded.catch(() => kept.delete(task.runId));
      const [oldest] = kept.keys();
      if (kept.size > KEPT_RUNS && oldest !== undefined) kept.delete(oldest);
      return loaded;
    },
  };
}

/** The inputs of {@link runInputs}. */
export type RunInputs = ReturnType<typeof runInputs>;
