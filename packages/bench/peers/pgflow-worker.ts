import { randomUUID } from 'node:crypto';
import { PgflowSqlClient } from '@pgflow/core';
import postgres from 'postgres';

/** How a worker works. */
export interface WorkerSettings {
  connections: number;
  /** Messages that are read at once. */
  batch: number;
  /** How long a read message is hidden, in s. */
  hiddenSeconds: number;
}

/** A task that was completed. */
export interface CompletedTask {
  run_id: string;
  step_slug: string;
}

/** The published client, over connections as its own worker has them. */
export function connectPgflow(url: string, connections: number) {
  const sql = postgres(url, { max: connections, prepare: false, onnotice: () => {} });
  return { sql, api: new PgflowSqlClient(sql) };
}

/** The loop of pgflow's own worker, which is made for Deno: read, start, complete all. */
export function runWorker(
  url: string,
  flow: string,
  { connections, batch, hiddenSeconds }: WorkerSettings,
  onCompleted: (task: CompletedTask) => void,
): () => Promise<void> {
  const { sql, api } = connectPgflow(url, connections);
  const id = randomUUID();
  let stopping = false;
  const loop = async () => {
    await sql`insert into pgflow.workers (queue_name, worker_id, function_name)
      values (${flow}, ${id}, 'bench')`;
    while (!stopping) {
      const messages = await api.readMessages(flow, hiddenSeconds, batch, 2, 100);
      if (messages.length === 0) continue;
      const ids = messages.map(({ msg_id }) => msg_id);
      const complete = async (task: Parameters<typeof api.completeTask>[0]) => {
        await api.completeTask(task, { ok: 1 });
        onCompleted(task);
      };
      await Promise.all((await api.startTasks(flow, ids, id)).map(complete));
    }
    await sql.end();
  };
  const ended = loop();
  return async () => {
    stopping = true;
    await ended;
  };
}
