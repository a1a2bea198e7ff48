import { readFileSync } from 'node:fs';

/** Ticks of the kernel's clock in a second, as user space sees them on every Linux. */
const ticksPerSecond = 100;

/**
 * CPU time of a process's main thread, in ms: in Deno that is what runs the function's code, and
 * neither garbage collection nor compiling on other threads. Without /proc, 0.
 */
export function cpuMs(pid: number): number {
  const fields = read(`/proc/${pid}/task/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  // utime and stime, the 14th and 15th; two stand before the last parenthesis.
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / ticksPerSecond;
}

/** Memory of a process that is no copy of a file, such as its program, in MB. Without /proc, 0. */
export function memoryMb(pid: number): number {
  return Number(/RssAnon:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
