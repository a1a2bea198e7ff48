import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { connect } from './connect.js';
import type { RestartMode, ServerOptions } from './run-server.js';
import type { PostgresVersion } from './server-files.js';
import type { WatchdogAnswer } from './watchdog.js';

/** How to start a Postgres. */
export interface StartPostgresOptions {
  /** Whether commits survive a power cut (fsync). Off is faster. @default false */
  durable?: boolean;
  /** More server settings, as in `postgresql.conf`. @default {} */
  settings?: Record<string, string>;
  /** Major version. @default the variable PGFLOW_PG_VERSION, or 18 */
  version?: PostgresVersion;
  /**
   * Folder that keeps the data for the next start; it is made when it is not there, and one server
   * at a time can use it. Root's server runs as `nobody`, who must be able to enter its parent.
   * @default none: the data are removed with the server
   */
  dataDir?: string;
  /** Where data are made that are not kept, such as a folder in memory. @default that of the system */
  tempDir?: string;
  /** A running server to use instead; '' for none. @default the variable DATABASE_URL */
  databaseUrl?: string;
}

/** A Postgres that can be used. */
export interface DevPostgres extends AsyncDisposable {
  /** URL of a superuser, or of whoever DATABASE_URL names. */
  url: string;
  /** Major version of the server. */
  version: number;
  /**
   * Starts the server again on the same port with the same data; resolves when it is ready. `fast`
   * ends it in order, `immediate` as a crash does: what was committed survives that only when the
   * server is durable. Ends all connections. Raises for a server of DATABASE_URL.
   */
  restart(mode: RestartMode): Promise<void>;
  /** Ends the server and removes its files, a `dataDir` apart; leaves a server of DATABASE_URL alone. */
  stop(): Promise<void>;
}

const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts a real Postgres on a free loopback port (about a second), or uses the one of DATABASE_URL.
 * Raises with the server's log when it can't. The server also ends when this process does.
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<DevPostgres> {
  const running = options.databaseUrl ?? process.env.DATABASE_URL;
  if (running) return devPostgres(running, { restart: refuseRestart, stop: async () => {} });

  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...(options.durable ? {} : fast),
    ...options.settings,
  };
  const { dataDir, tempDir } = options;
  const version =
    options.version ?? (Number(process.env.PGFLOW_PG_VERSION ?? 18) as PostgresVersion);
  const watchdog = spawnWatchdog({ version, settings, dataDir, tempDir });
  const answers = createInterface(watchdog.stdout)[Symbol.asyncIterator]();
  const url = await readUrl(answers);
  release(watchdog);
  let restarted = Promise.resolve();
  return devPostgres(url, {
    restart: (mode) => {
      // One at a time: each waits for its own answer.
      const next = () => restartServer(watchdog, answers, mode);
      restarted = restarted.then(next, next);
      return restarted;
    },
    stop: () => stopWatchdog(watchdog),
  });
}

async function devPostgres(
  url: string,
  controls: Pick<DevPostgres, 'restart' | 'stop'>,
): Promise<DevPostgres> {
  await using sql = connect(url);
  const [row] = await sql<[{ version: number }]>`
    select current_setting('server_version_num')::int / 10000 as version`;
  return { url, version: row.version, ...controls, [Symbol.asyncDispose]: controls.stop };
}

async function refuseRestart(): Promise<void> {
  throw new Error('A server of DATABASE_URL is not ours to restart');
}

type Watchdog = ChildProcessByStdio<Writable, Readable, null>;

/** In a session of its own, so that Ctrl-C reaches us and the pipe tells the watchdog. */
function spawnWatchdog(options: ServerOptions): Watchdog {
  const script = fileURLToPath(new URL('./watchdog.js', import.meta.url));
  return spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function readUrl(answers: AsyncIterator<string>): Promise<string> {
  const { value, done } = await answers.next();
  if (done) throw new Error('The process that runs Postgres ended without an answer');
  const answer = JSON.parse(value) as WatchdogAnswer;
  if ('error' in answer) throw new Error(answer.error);
  return answer.url;
}

async function restartServer(
  watchdog: Watchdog,
  answers: AsyncIterator<string>,
  mode: RestartMode,
): Promise<void> {
  // Referenced while it is waited for: this process may have nothing else to do.
  const output = watchdog.stdout as Socket;
  output.ref();
  try {
    watchdog.stdin.write(`${mode}\n`);
    await readUrl(answers);
  } finally {
    output.unref();
  }
}

/** Lets this process end though the server runs; the end closes the pipe, and that stops it. */
function release(watchdog: Watchdog): void {
  watchdog.unref();
  for (const pipe of [watchdog.stdin, watchdog.stdout]) (pipe as Socket).unref();
}

async function stopWatchdog(watchdog: Watchdog): Promise<void> {
  if (watchdog.exitCode !== null || watchdog.signalCode !== null) return;
  watchdog.ref();
  watchdog.stdin.end();
  await once(watchdog, 'exit');
}
