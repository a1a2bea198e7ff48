import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runtime } from './arguments.ts';

/** How to start a worker process. */
export interface WorkerChildOptions {
  runtime: Runtime;
  databaseUrl: string;
  /** Folder of the Edge Function that Deno runs. */
  edgeFunction: string;
  /** Where its log goes. */
  logFile: string;
  /** Variables beside the database's address. */
  env?: Record<string, string>;
}

/** A running worker process. */
export interface WorkerChild {
  /** Resolves when it has ended, to what it ended with. */
  readonly ended: Promise<string>;
  /** Lets it finish what it is doing. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

/** Starts a worker and waits until it works. */
export async function startWorkerChild(options: WorkerChildOptions): Promise<WorkerChild> {
  const child = options.runtime === 'deno' ? spawnDeno(options) : spawnNode(options);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const ended = once(child, 'close').then(([code, signal]) => {
    log.end();
    return signal ? `signal ${signal}` : `exit code ${code}`;
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  const ready = options.runtime === 'deno' ? wakeFunction(child) : once(child, 'message').then(() => undefined);
  const failure = await Promise.race([ready, ended]);
  if (failure !== undefined) throw new Error(`The worker ended with ${failure}; its log is ${options.logFile}`);
  return { ended, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function spawnNode({ databaseUrl, env }: WorkerChildOptions): ChildProcess {
  const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  return spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
    env: { ...process.env, ...env, SUPABASE_DB_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Deno serves the function as Supabase does: its default export answers requests. */
function spawnDeno({ databaseUrl, edgeFunction, env }: WorkerChildOptions): ChildProcess {
  const args = ['serve', '--allow-net', '--allow-env', '--allow-read', '--allow-sys', '--port=0', '--host=127.0.0.1'];
  return spawn(denoProgram(), [...args, join(edgeFunction, 'index.ts')], {
    env: { ...process.env, ...env, SUPABASE_DB_URL: databaseUrl, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: edgeFunction,
  });
}

/** The program itself and not its wrapper, which would not hand signals on. */
function denoProgram(): string {
  const require = createRequire(import.meta.url);
  return (require('deno/install_api.cjs') as { runInstall(): string }).runInstall();
}
