/**
 * Runs one Postgres for as long as standard input stays open, then removes every trace of it. A line
 * on standard input is the mode of a restart.
 *
 * The process that wants a server holds the other end of that pipe. The kernel closes the pipe
 * however that process ends, SIGKILL included, so a server and its folder never outlive it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type RestartMode, runServer, type ServerOptions } from './run-server.js';

/** What the watchdog answers, as one line of JSON, each time that the server is ready. */
export type WatchdogAnswer = { url: string } | { error: string };

const answer = (message: WatchdogAnswer) => process.stdout.write(`${JSON.stringify(message)}\n`);
const options = JSON.parse(process.argv[2] ?? '') as ServerOptions;

const over = new AbortController();
const end = () => over.abort();
process.stdin.resume().on('end', end).on('error', end);
process.stdout.on('error', end);
let restart: ((mode: RestartMode) => void) | undefined;
createInterface(process.stdin).on('line', (mode) => restart?.(mode as RestartMode));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

const { dataDir, tempDir } = options;
const temporary = (parent: string) => mkdtempSync(join(parent, 'pgflow-postgres-'));
const folders = [temporary(tmpdir())] as [string, ...string[]];
try {
  const [folder] = folders;
  if (tempDir !== undefined && dataDir === undefined) folders.push(temporary(tempDir));
  const dataFolder = dataDir ?? folders[1] ?? folder;
  await runServer({ folder, dataFolder }, options, over.signal, (url, restartIt) => {
    restart = restartIt;
    answer({ url });
  });
} catch (error) {
  if (!over.signal.aborted) answer({ error: (error as Error).message });
} finally {
  for (const made of folders) rmSync(made, { recursive: true, force: true, maxRetries: 5 });
}
process.exit();
