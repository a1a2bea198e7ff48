import type { Sql } from 'postgres';
import { coreCalls } from './core-calls.js';
import type { AnyFlow, InputOf, OutputOf } from './flow.js';
import type { Json } from './json.js';
import { toJsonText } from './json-text.js';
import { type Run, runHandle } from './run.js';
import { validateInput } from './validate-input.js';

/** Options of `start`. */
export interface StartOptions {
  /** The version of the flow. @default the current one */
  version?: number;
  /** A UUID for the run; a second start with the same one raises PF015. @default a new UUIDv7 */
  runId?: string;
  /** Who started the run. @default the database's session user */
  createdBy?: string;
}

/** Options of `startMany`. */
export interface StartManyOptions extends Omit<StartOptions, 'runId'> {
  /** A UUID for each run, in the order of the inputs. @default new UUIDv7s */
  runIds?: string[];
}

/** A version of a flow in the database. */
export interface FlowVersion {
  flowId: number;
  flowSlug: string;
  version: number;
  queue: string;
}

/** Starts flows and follows their runs. Made by {@link createClient}; has no state of its own. */
export interface Client {
  /**
   * Stores a flow's definition; the same shape is the same version. `current` moves new runs to it
   * and sets the options of its steps. Raises PF004 to PF010 for what cannot be a flow.
   */
  define(flow: AnyFlow, options?: { current?: boolean }): Promise<FlowVersion>;
  /**
   * Starts a run. The input is validated first, so a refused one (InvalidInputError) starts nothing.
   * Raises UnknownFlowError for a flow that is not in the database.
   */
  start<Of extends AnyFlow>(
    flow: Of,
    input: InputOf<Of>,
    options?: StartOptions,
  ): Promise<Run<OutputOf<Of>>>;
  /** Starts a run of a flow by its slug; SQL and the worker see to the input. */
  start(flowSlug: string, input: Json, options?: StartOptions): Promise<Run>;
  /**
   * Starts a run for each input, all of them or none, in one round trip; the runs are in the order of
   * the inputs. Raises what `start` does.
   */
  startMany<Of extends AnyFlow>(
    flow: Of,
    inputs: readonly InputOf<Of>[],
    options?: StartManyOptions,
  ): Promise<Run<OutputOf<Of>>[]>;
  /** Starts runs of a flow by its slug. */
  startMany(flowSlug: string, inputs: readonly Json[], options?: StartManyOptions): Promise<Run[]>;
  /** A run that was started before, by its id; nothing is read yet. */
  run<Output = Json>(runId: string): Run<Output>;
}

/** A client over a connection that the caller keeps and ends. */
export function createClient(sql: Sql): Client {
  const calls = coreCalls(sql);
  const slugOf = (flow: AnyFlow | string) => (typeof flow === 'string' ? flow : flow.slug);
  const toInputText = async (flow: AnyFlow | string, input: unknown) =>
    toJsonText(typeof flow === 'string' ? input : await validateInput(flow, input), {
      name: `the input of flow "${slugOf(flow)}"`,
    });
  return {
    async define(flow, { current = false } = {}) {
      const row = await calls.defineFlow(flow.definition, current);
      return {
        flowId: row.flow_id,
        flowSlug: row.flow_slug,
        version: row.version,
        queue: row.queue,
      };
    },
    async start(flow: AnyFlow | string, input: unknown, options: StartOptions = {}) {
      const text = await toInputText(flow, input);
      const { version = null, runId = null, createdBy = null } = options;
      return runHandle<never>(
        calls,
        await calls.startFlow(slugOf(flow), text, { version, runId, createdBy }),
      );
    },
    async startMany(
      flow: AnyFlow | string,
      inputs: readonly unknown[],
      options: StartManyOptions = {},
    ) {
      const texts = await Promise.all(inputs.map((input) => toInputText(flow, input)));
      const { version = null, runIds = null, createdBy = null } = options;
      const started = await calls.startFlows(slugOf(flow), texts, { version, runIds, createdBy });
      return started.map((runId) => runHandle<never>(calls, runId));
    },
    run: (runId) => runHandle(calls, runId),
  };
}
