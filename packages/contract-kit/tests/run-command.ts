import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ContractReport } from '../src/index.js';
import { runProgram } from './run-program.js';

const bin = fileURLToPath(new URL('../bin/pgflow-contract.js', import.meta.url));

/** Runs `pgflow-contract` in the folder `runners`; the reports, where it wrote them. */
export async function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
  onOutput?: Parameters<typeof runProgram>[2],
) {
  const out = join(await newFolder(), 'reports');
  const command = [process.execPath, '--import', 'tsx', bin, '--out', out, ...args] as const;
  const ended = await runProgram(command, env, onOutput);
  const read = (name: string) => {
    const path = join(out, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const json = read('contract-report.json');
  const report = json === undefined ? undefined : (JSON.parse(json) as ContractReport);
  return { ...ended, report, markdown: read('contract-report.md') ?? '', out };
}

/** A module of JavaScript with this text; its path. */
export async function newModule(text: string): Promise<string> {
  const path = join(await newFolder(), 'contract.mjs');
  await writeFile(path, text);
  return path;
}

/** A folder that is there until the test is over. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflow-contract-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
