import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const keptLines = 50;

/** A program that runs, as far as whoever reads its log may end it. */
export type RunningProgram = Pick<ChildProcess, 'kill'>;

/**
 * Runs a program to its end and resolves to its exit code and the last lines of its log (stderr).
 * Aborting sends `killSignal`.
 */
export function runProgram(
  path: string,
  args: string[],
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'signal' | 'killSignal'>,
  onLine: (line: string, program: RunningProgram) => void = () => {},
): Promise<{ code: number | null; log: string }> {
  const child = spawn(path, args, {
    ...options,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: string[] = [];
  createInterface(child.stderr as NodeJS.ReadableStream).on('line', (line) => {
    onLine(line, child);
    if (log.push(line) > keptLines) log.shift();
  });
  return new Promise((resolve) => {
    child.on('error', (error) => log.push(error.message));
    child.on('close', (code) => resolve({ code, log: log.join('\n') }));
  });
}
