import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runProgram } from './run-program.js';
import { copyServerFiles, type PostgresVersion } from './server-files.js';

/** Which server to run. */
export interface ServerOptions {
  version: PostgresVersion;
  /** Server settings, as in `postgresql.conf`. */
  settings: Record<string, string>;
}

/**
 * Makes a database cluster in `folder` and runs its server until `signal` is aborted.
 * `onReady` gets the superuser's URL. Raises when the server ends by itself.
 */
export async function runServer(
  folder: string,
  { version, settings }: ServerOptions,
  signal: AbortSignal,
  onReady: (url: string) => void,
): Promise<void> {
  const user = serverUser();
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(folder, 'password');
  const run = (program: string, args: string[], onLine?: (line: string) => void) =>
    runProgram(join(folder, 'server/bin', program), args, { ...user, cwd: folder, signal }, onLine);

  writeFileSync(passwordFile, password);
  for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  copyServerFiles(version, join(folder, 'server'));
  const initdb = await run('initdb', [
    ...['--pgdata=data', '--no-sync', '--no-instructions', '--encoding=UTF8', '--locale=C'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--username=postgres'],
    // The password is random: hashing it 4096 times would only slow every connection down.
    ...['--auth=scram-sha-256', '--pwfile=password', '-c', 'scram_iterations=1'],
  ]);
  if (initdb.code !== 0) throw new Error(`initdb failed:\n${initdb.log}`);

  for (let attempt = 1; !signal.aborted; attempt++) {
    const port = await freePort();
    const flags = Object.entries({ ...settings, port }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
    const { log } = await run('postgres', ['-D', 'data', ...flags], (line) => {
      if (!line.includes('database system is ready to accept connections')) return;
      onReady(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`);
    });
    // Another process may have taken the port between our look and the server's start.
    const retry = attempt < 5 && log.includes('could not bind');
    if (!retry && !signal.aborted) throw new Error(`Postgres ended:\n${log}`);
  }
}

/** Postgres refuses to run as root, so root runs it as nobody. */
function serverUser(): { uid: number; gid: number } {
  const name = process.getuid?.() === 0 ? ['nobody'] : [];
  const id = (flag: string) => Number(execFileSync('id', [flag, ...name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
