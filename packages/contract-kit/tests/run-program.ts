import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a program in the folder `runners`, to its end. */
export async function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const cwd = fileURLToPath(new URL('runners/', import.meta.url));
  const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: '1', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}
