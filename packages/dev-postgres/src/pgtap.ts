import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from './connect.js';

/** What one pgTAP file said. */
export interface PgTapResult {
  file: string;
  /** Number of assertions that held. */
  passed: number;
  /** Each broken assertion with its diagnostics, a wrong plan, or the error that ended the file. */
  failures: string[];
}

/** Paths of the pgTAP files in a folder and its subfolders, in order. */
export function pgTapFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .sort()
    .map((path) => join(folder, path));
}

/**
 * Runs pgTAP files one after the other, without psql (so `\` commands are not known).
 * What a file leaves uncommitted is rolled back.
 */
export async function runPgTap(url: string, files: readonly string[]): Promise<PgTapResult[]> {
  const results: PgTapResult[] = [];
  for (const file of files) results.push(await runFile(url, file));
  return results;
}

async function runFile(url: string, file: string): Promise<PgTapResult> {
  await using sql = connect(url);
  try {
    // Several statements in one query: the server runs them in turn, the driver keeps all results.
    const results = await sql.unsafe(readFileSync(file, 'utf8')).simple();
    const lists = (Array.isArray(results[0]) ? results : [results]) as Record<string, unknown>[][];
    const text = lists.flat().flatMap((row) => Object.values(row).map(String));
    return { file, ...parseTap(text.join('\n')) };
  } catch (error) {
    return { file, passed: 0, failures: [String(error)] };
  }
}

/** Reads TAP: `1..n`, `ok n - name`, `not ok n - name`, and `#` lines about the one before. */
export function parseTap(tap: string): Pick<PgTapResult, 'passed' | 'failures'> {
  let planned: number | undefined;
  let passed = 0;
  let last = '';
  const failures: string[] = [];
  for (const line of tap.split('\n')) {
    const plan = /^1\.\.(\d+)/.exec(line);
    if (plan) planned = Number(plan[1]);
    else if (/^not ok(?!.*# TODO)/.test(line)) failures.push(line);
    else if (/^(not )?ok/.test(line)) passed++;
    else if (/^\s*#/.test(line) && last.startsWith('not ok')) {
      failures.push(`${failures.pop() ?? ''}\n${line}`);
      continue;
    }
    last = line;
  }
  const ran = passed + failures.length;
  if (planned === undefined) failures.push('The file has no plan');
  else if (planned !== ran) failures.push(`Planned ${planned} assertions, ran ${ran}`);
  return { passed, failures };
}
