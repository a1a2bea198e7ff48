import type { WorkerSession } from '@pgflow/core-sql/process';
import type { Answer, Call } from './make-call.js';

/** The channel on which the database says that there is something to send. */
const CHANNEL = 'pgflow_http:dispatch';

/** How long a session that listens may take to answer, in ms. */
const PROBE_TIMEOUT = 5_000;

/** What `take_calls` answers. */
export interface TakenCalls {
  readonly calls: Call[];
  readonly next_ms: number;
}

/** All SQL of the dispatcher: calls of functions that its role may execute. */
export function dispatcherCalls(work: WorkerSession, listening: WorkerSession) {
  return {
    async takeCalls(answers: readonly Answer[], quantity: number): Promise<TakenCalls> {
      const text = JSON.stringify(answers);
      const [row] = await work.call(
        (sql) => sql<[{ taken: TakenCalls }]>`
          select pgflow_http.take_calls(${text}::text::jsonb, ${quantity}) as taken`,
      );
      return row.taken;
    },
    async keepUp(): Promise<void> {
      await work.call(
        (sql) => sql`select pgflow_http.retry_stale_step_tasks(), pgflow_http.wake_workers()`,
      );
    },
    async housekeep(): Promise<void> {
      await work.call((sql) => sql`select pgflow_http.housekeep()`);
    },
    listen: (echoChannel: string) =>
      listening.call((sql) => sql.unsafe(`listen "${CHANNEL}"; listen "${echoChannel}"`)),
    /** From the other session than the one that listens. */
    notify: (channel: string) => work.call((sql) => sql`select pg_notify(${channel}, '')`),
    /** Whether the session that listens still answers. */
    probe: () => listening.call((sql) => sql`select`, PROBE_TIMEOUT),
  };
}
