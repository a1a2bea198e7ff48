import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, serverUser } from '@pgflow/dev-postgres';
import { onTestFinished } from 'vitest';

/** The program, or undefined where it is not installed. */
export const pgbouncer = [...(process.env.PATH ?? '').split(':'), '/usr/sbin']
  .map((folder) => join(folder, 'pgbouncer'))
  .find((path) => existsSync(path));

/** Starts pgbouncer in transaction mode before the server of a URL, until the test ends; its URL. */
export async function startPgbouncer(serverUrl: string): Promise<string> {
  const server = new URL(serverUrl);
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-pgbouncer-'));
  const user = serverUser();
  const file = (name: string, lines: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
    chownSync(path, user.uid, user.gid);
    return path;
  };
  const [name, password] = [server.username, server.password].map(decodeURIComponent);
  const users = file('users.txt', [`"${name}" "${password}"`]);
  const settings = file('pgbouncer.ini', [
    ...['[databases]', `* = host=${server.hostname} port=${server.port || 5432}`],
    ...['[pgbouncer]', 'listen_addr = 127.0.0.1', `listen_port = ${url.port}`],
    ...['unix_socket_dir =', 'auth_type = scram-sha-256', `auth_file = ${users}`],
    ...['pool_mode = transaction', 'default_pool_size = 4', 'logfile ='],
  ]);
  chownSync(folder, user.uid, user.gid);
  const child = spawn(pgbouncer ?? '', [settings], {
    ...user,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true });
  });
  const log: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    log.push(line);
    if (line.includes('process up')) {
      child.stderr.resume();
      return url.href;
    }
  }
  throw new Error(`pgbouncer ended:\n${log.join('\n')}`);
}
