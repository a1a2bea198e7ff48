import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What came of a program. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program in the folder `runners`, to its end. onOutput: gets all that was written so far. */
export async function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  env: Record<string, string> = {},
  onOutput: (
    output: string,
    child: ChildProcessByStdio<null, Readable, Readable>,
  ) => void = () => {},
): Promise<Ended> {
  const cwd = fileURLToPath(new URL('runners/', import.meta.url));
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
      onOutput(output, child);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}
