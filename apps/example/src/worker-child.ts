import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runtime } from './arguments.ts';
import { type BackendName, backends } from './backends.ts';

/** How to start a worker process. */
export interface WorkerChildOptions {
  runtime: Runtime;
  backend: BackendName;
  databaseUrl: string;
  /** Folder of the Edge Functions, one of which Deno runs. */
  edgeFunctions: string;
  /** Where its log goes. */
  logFile: string;
  /** What wakes the Edge Function, and signs the requests that bring tasks. */
  secret: string;
  /** @default the worker's */
  leaseSeconds?: number;
  /** Where to listen for tasks. @default any that is free */
  port?: number;
}

/** A running worker process. */
export interface WorkerChild {
  /** Where it is brought its tasks, if it is. */
  readonly url: string | undefined;
  /** Resolves when it has ended, to what it ended with. */
  readonly ended: Promise<string>;
  /** Lets it finish what it is doing; on Deno, where a host ends isolates unasked, it is killed. */
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
  const ready =
    options.runtime === 'deno'
      ? functionReady(child, options)
      : once(child, 'message').then(([message]) => message as { url?: string });
  const failed = ended.then((how) => {
    throw new Error(`The worker ended with ${how}; its log is ${options.logFile}`);
  });
  const { url } = await Promise.race([ready, failed]);
  // Deno takes SIGTERM as a wish to serve no more requests, and would run for as long as the worker does.
  const stop = () => end(options.runtime === 'deno' ? 'SIGKILL' : 'SIGTERM');
  return { url, ended, stop, kill: () => end('SIGKILL') };
}

function spawnNode(options: WorkerChildOptions): ChildProcess {
  const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  return spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Deno serves the function as Supabase does: its default export answers requests. */
function spawnDeno(options: WorkerChildOptions): ChildProcess {
  const permissions = ['--allow-net', '--allow-env', '--allow-read', '--allow-sys'];
  // The packages are those of this workspace, not what the registry has under their names.
  const args = [
    'serve',
    '--node-modules-dir=manual',
    ...permissions,
    '--host=127.0.0.1',
    `--port=${options.port ?? 0}`,
    'index.ts',
  ];
  return spawn(denoProgram(), args, {
    cwd: join(options.edgeFunctions, backends[options.backend].edgeFunction),
    env: { ...environment(options), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function environment(options: WorkerChildOptions): NodeJS.ProcessEnv {
  const { databaseUrl, backend, secret, leaseSeconds, port } = options;
  return {
    ...process.env,
    ...(leaseSeconds === undefined ? {} : { WORKER_LEASE_SECONDS: String(leaseSeconds) }),
    ...(port === undefined ? {} : { WORKER_PORT: String(port) }),
    SUPABASE_DB_URL: databaseUrl,
    WORKER_BACKEND: backend,
    WORKER_SECRET: secret,
  };
}

/** Waits until Deno says where it listens; a function that fetches its tasks is woken there. */
async function functionReady(
  deno: ChildProcess,
  { backend, secret }: WorkerChildOptions,
): Promise<{ url?: string }> {
  const url = await new Promise<string>((resolve) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk;
      const found = /Listening on (http:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    deno.stdout?.on('data', listen);
    deno.stderr?.on('data', listen);
  });
  if (backend === 'http') return { url };
  const response = await fetch(url, { method: 'POST', headers: { apikey: secret } });
  if (!response.ok)
    throw new Error(`The Edge Function answered ${response.status}: ${await response.text()}`);
  return {};
}

/** The program itself and not its wrapper, which would not hand signals on. */
function denoProgram(): string {
  const require = createRequire(import.meta.url);
  return (require('deno/install_api.cjs') as { runInstall(): string }).runInstall();
}
