import { Console } from 'node:console';
import { createWriteStream } from 'node:fs';
import { createDispatcher } from '@pgflow/backend-http';
import type { Sql } from 'postgres';

/** The name of the secret; the database knows no more of it. */
const secretName = 'example';

/** Where the audit's tasks are sent. */
export interface DispatchingOptions {
  sql: Sql;
  url: string;
  /** What signs the requests. */
  secret: string;
  /** Where the log goes. */
  logFile: string;
  /** How long a task may stay unstarted after a request, in ms. @default the backend's */
  startTimeoutMs?: number;
}

/** Has the audit's tasks sent to a worker. Resolves to what ends that, and has the URL forgotten. */
export async function startDispatching(options: DispatchingOptions): Promise<() => Promise<void>> {
  const { sql, url, secret, logFile, startTimeoutMs = 60_000 } = options;
  const log = createWriteStream(logFile, { flags: 'a' });
  const logger = new Console(log);
  const dispatcher = createDispatcher({ sql, secrets: { [secretName]: secret }, logger });
  // First: it refuses a database that makes the calls itself, whose endpoints are not ours to change.
  await dispatcher.start();
  const stop = async () => {
    await dispatcher.stop();
    await sql`select pgflow_http.remove_endpoint('site_audit')`;
    log.end();
  };
  try {
    // Not more at a time than the worker runs within moments: one that dies takes it along.
    await sql`
      select pgflow_http.set_endpoint('site_audit', ${url}, ${secretName},
        timeout_ms => ${Math.min(startTimeoutMs, 30_000)}, start_timeout_ms => ${startTimeoutMs},
        batch_size => 16, max_calls => 4)`;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
