import { appendFileSync, existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Limits } from './limits.js';

/** How to run an Edge Function. */
export interface EdgeRuntimeOptions {
  /** Folder of the function: its `index.ts`, and beside it perhaps its `deno.json`. */
  functionDir: string;
  /** File in `functionDir` that is run. @default 'index.ts' */
  entry?: string;
  /** The function's name in its URL. @default the name of `functionDir` */
  name?: string;
  /** Port of 127.0.0.1 to listen on. @default a free one */
  port?: number;
  /** The function's environment, such as SUPABASE_URL; nothing of ours goes there by itself. @default {} */
  env?: Record<string, string>;
  /** How long an isolate may live, in ms. @default 150000, as on the free plan */
  wallClockMs?: number;
  /** How much CPU time an isolate may use, in ms; not limited outside Linux. @default 2000 */
  cpuMs?: number;
  /** How much memory an isolate may use, in MB; outside Linux that limits its heap alone. @default 256 */
  memoryMb?: number;
  /** How long a request may go without an answer before it gets a 504, in ms. @default 150000 */
  requestTimeoutMs?: number;
  /**
   * Retires an isolate that has had nothing to do for so long, in ms. @default none: like the real
   * one, an idle isolate stays until it retires
   */
  idleMs?: number;
  /**
   * More flags for `deno run`. @default ['--node-modules-dir=manual']: packages are those of a
   * node_modules above the function; [] loads them from the registry into Deno's cache
   */
  denoFlags?: readonly string[];
  /** Gets each line that the function or the emulator writes. @default stderr, or the `logFile` */
  log?: (line: string) => void;
  /** File to append the log to. */
  logFile?: string;
}

/** The options with their defaults. */
export interface Settings extends Limits {
  folder: string;
  /** Absolute path. */
  entry: string;
  name: string;
  port: number;
  env: Record<string, string>;
  requestTimeoutMs: number;
  idleMs: number | undefined;
  denoFlags: readonly string[];
  log: (line: string) => void;
}

/** Fills in the defaults. Raises when there is no such function, or a limit is no positive number. */
export function toSettings(options: EdgeRuntimeOptions): Settings {
  const entry = resolve(options.functionDir, options.entry ?? 'index.ts');
  if (!existsSync(entry)) throw new Error(`There is no ${entry}`);
  const { logFile } = options;
  const settings: Settings = {
    folder: resolve(options.functionDir),
    entry,
    name: options.name ?? basename(resolve(options.functionDir)),
    port: options.port ?? 0,
    env: options.env ?? {},
    wallClockMs: options.wallClockMs ?? 150_000,
    cpuMs: options.cpuMs ?? 2_000,
    memoryMb: options.memoryMb ?? 256,
    requestTimeoutMs: options.requestTimeoutMs ?? 150_000,
    idleMs: options.idleMs,
    denoFlags: options.denoFlags ?? ['--node-modules-dir=manual'],
    log:
      options.log ??
      (logFile ? (line) => appendFileSync(logFile, `${line}\n`) : (line) => console.error(line)),
  };
  for (const name of ['wallClockMs', 'cpuMs', 'memoryMb', 'requestTimeoutMs'] as const) {
    if (!(settings[name] > 0)) throw new Error(`${name} must be above 0, not ${settings[name]}`);
  }
  return settings;
}

/** The `deno.json` beside a file, if there is one. */
export function denoConfig(entry: string): string | undefined {
  const paths = ['deno.json', 'deno.jsonc'].map((name) => join(dirname(entry), name));
  return paths.find((path) => existsSync(path));
}
