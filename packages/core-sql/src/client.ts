import type { Sql } from 'postgres';
import { coreCalls, type StartRow } from './core-calls.js';
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
  /** A run that was started before, by its id; nothing is read yet. */
  run<Output = Json>(runId: string): Run<Output>;
}

/** A client over a connection that the caller keeps and ends. */
export function createClient(sql: Sql): Client {
  const calls = coreCalls(sql);
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
      const slug = typeof flow === 'string' ? flow : flow.slug;
      const value = typeof flow === 'string' ? input : await validateInput(flow, input);
      const text = toJsonText(value, { name: `the input of flow "${slug}"` });
      const row: StartRow = {
        version: options.version ?? null,
        runId: options.runId ?? null,
        createdBy: options.createdBy ?? null,
      };
      return runHandle<never>(calls, await calls.startFlow(slug, text, row));
    },
    run: (runId) => runHandle(calls, runId),
  };
}
