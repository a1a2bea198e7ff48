import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { denoProgram } from './deno-program.js';
import { denoConfig, type Settings } from './options.js';

/** What Deno itself needs of our environment. */
const passed = ['PATH', 'HOME', 'USERPROFILE', 'LOCALAPPDATA', 'SystemRoot', 'TMPDIR', 'DENO_DIR'];

/** A process that has started. */
export type DenoProcess = ChildProcess & { pid: number };

/**
 * Starts Deno with the shim, which loads the function. Its channel carries the messages. Raises when
 * there can be no such process.
 */
export function spawnDeno(settings: Settings, isolateId: number): DenoProcess {
  const config = denoConfig(settings.entry);
  const args = [
    ...['run', '--quiet', '--no-prompt', config ? `--config=${config}` : '--no-config'],
    // Neither programs nor native code, and files are written to the temporary folder alone.
    ...['--allow-net', '--allow-env', '--allow-read', '--allow-sys', `--allow-write=${tmpdir()}`],
    `--v8-flags=--max-old-space-size=${Math.ceil(settings.memoryMb)}`,
    ...settings.denoFlags,
    fileURLToPath(new URL('./shim.js', import.meta.url)),
    pathToFileURL(settings.entry).href,
  ];
  const own = passed.map((name) => [name, process.env[name]] as const);
  const child = spawn(denoProgram(), args, {
    cwd: settings.folder,
    env: {
      ...Object.fromEntries(own.filter(([, value]) => value !== undefined)),
      NO_COLOR: '1',
      DENO_NO_UPDATE_CHECK: '1',
      SB_EXECUTION_ID: String(isolateId),
      ...settings.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Told later of a process that there is not; that it is not is known at once.
  child.on('error', () => {});
  if (child.pid === undefined) throw new Error(`${denoProgram()} does not start`);
  return child as DenoProcess;
}
