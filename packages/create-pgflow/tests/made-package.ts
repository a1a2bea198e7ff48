import { execFile } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How a program ended, and all that it printed. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program without a terminal. */
export function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: environment(), maxBuffer: 2 ** 26 };
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, output: stdout + stderr });
    });
    child.stdin?.end();
  });
}

/** The command as npm runs it. */
export function createPgflow(cwd: string, ...args: string[]): Promise<Ended> {
  return run(process.execPath, [join(root, 'bin/create-pgflow.js'), ...args], cwd);
}

/** An empty folder, removed after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'create-pgflow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A package that the command made, whose dependencies are those that create-pgflow is tested with. */
export async function madePackage(template: string, name: string) {
  const parent = emptyFolder();
  const { code, output } = await createPgflow(parent, template, name);
  if (code !== 0) throw new Error(output);
  const folder = join(parent, name);
  const files = listFiles(folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    folder,
    /** What was made, before anything ran. */
    files,
    output,
    read,
    change(file: string, from: string, to: string) {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
      writeFileSync(join(folder, file), text.replace(from, to));
    },
    npm: (...args: string[]) => run('npm', args, folder),
    /** Runs `npm test` and answers what vitest counted. */
    async test(...args: string[]): Promise<Ended & { passed: number; total: number }> {
      const report = ['--reporter=json', '--outputFile=results.json'];
      const ended = await run('npm', ['test', '--', ...report, ...args], folder);
      const { numPassedTests, numTotalTests } = JSON.parse(read('results.json'));
      return { ...ended, passed: numPassedTests, total: numTotalTests };
    },
  };
}

/** Paths of the files below a folder. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Paths and texts of the files below a folder that are not as they should be. */
export function leftovers(folder: string): string[] {
  const placeholder = /my[-_ ]?(thing|package)|"\*"|@\*"|#(end)?region/i;
  return listFiles(folder).filter(
    (file) =>
      placeholder.test(file) ||
      basename(file).startsWith('_') ||
      placeholder.test(readFileSync(join(folder, file), 'utf8')),
  );
}

/** Ours without what pnpm and vitest put there, which a user's terminal does not have. */
export function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(p?npm_|vitest|node_)/i.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}
