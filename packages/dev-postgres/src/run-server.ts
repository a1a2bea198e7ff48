import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { type RunningProgram, runProgram } from './run-program.js';
import { copyServerFiles, type PostgresVersion } from './server-files.js';
import { serverUser } from './server-user.js';

/** Which server to run. */
export interface ServerOptions {
  version: PostgresVersion;
  /** Server settings, as in `postgresql.conf`. */
  settings: Record<string, string>;
  /** Folder that keeps the data when the server has ended. */
  dataDir?: string | undefined;
  /** Folder in which data are made that nobody will read. @default that of the server's files */
  tempDir?: string | undefined;
}

/** How a server is ended before it is started again: in order, or as a crash, which has to be recovered from. */
export type RestartMode = 'fast' | 'immediate';

const restartSignals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/**
 * Makes a database cluster in `dataFolder` and runs its server until `signal` is aborted, from files
 * that it copies to `folder`.
 * `onReady` gets the superuser's URL, and a function that ends the server, which is then started
 * again on the same port and is ready once more. Raises when the server ends by itself.
 */
export async function runServer(
  { folder, dataFolder }: { folder: string; dataFolder: string },
  { version, settings, dataDir }: ServerOptions,
  signal: AbortSignal,
  onReady: (url: string, restart: (mode: RestartMode) => void) => void,
): Promise<void> {
  const user = serverUser();
  // Kept data are shut down in order; data that nobody will read need not be.
  const killSignal = dataDir === undefined ? 'SIGQUIT' : 'SIGINT';
  const run: Run = (program, args, onLine) =>
    runProgram(
      join(folder, 'server/bin', program),
      args,
      { ...user, cwd: folder, signal, killSignal },
      onLine,
    );

  chownSync(folder, user.uid, user.gid);
  copyServerFiles(version, join(folder, 'server'));
  const { data, password } = await makeCluster(dataFolder, user, run);

  let port = await freePort();
  for (let attempt = 1; !signal.aborted; attempt++) {
    let restarting = false;
    const flags = Object.entries({ ...settings, port }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
    const { log } = await run('postgres', ['-D', data, ...flags], (line, server) => {
      if (!line.includes('database system is ready to accept connections')) return;
      onReady(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, (mode) => {
        restarting = server.kill(restartSignals[mode]);
      });
    });
    if (restarting) continue;
    // Another process may have taken the port between our look and the server's start.
    const retry = attempt < 5 && log.includes('could not bind');
    if (!retry && !signal.aborted) throw new Error(`Postgres ended:\n${log}`);
    port = await freePort();
  }
}

type Run = (
  program: string,
  args: string[],
  onLine?: (line: string, program: RunningProgram) => void,
) => Promise<{ code: number | null; log: string }>;

/** Makes a database cluster in `folder`, or finds the one that an earlier server left there. */
async function makeCluster(
  folder: string,
  user: { uid: number; gid: number },
  run: Run,
): Promise<{ data: string; password: string }> {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  if (existsSync(data)) return { data, password: readFileSync(passwordFile, 'utf8') };

  // Under its own name only when it is whole: a process may die in the middle.
  const unfinished = join(folder, 'data.new');
  const password = randomBytes(18).toString('base64url');
  mkdirSync(folder, { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const initdb = await run('initdb', [
    ...[`--pgdata=${unfinished}`, '--no-sync', '--no-instructions', '--encoding=UTF8'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    // The password is random: hashing it 4096 times would only slow every connection down.
    ...['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['-c', 'scram_iterations=1'],
  ]);
  if (initdb.code !== 0) throw new Error(`initdb failed:\n${initdb.log}`);
  renameSync(unfinished, data);
  return { data, password };
}
