import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkHarness, looksLikeHarness } from './check-harness.js';
import type { ContractHarness } from './harness.js';
import type { Fields } from './harness-rules.js';
import { messageOf } from './message-of.js';

/** The harnesses of a module: its exports, and what is in those that are lists. Raises where one is bad. */
export async function loadHarnesses(path: string): Promise<ContractHarness[]> {
  const exports = await load(path);
  const harnesses = new Set<ContractHarness>();
  for (const [name, value] of Object.entries(exports)) {
    for (const [index, one] of [value].flat().entries()) {
      if (!looksLikeHarness(one)) continue;
      checkHarness(one, `${path}: export ${Array.isArray(value) ? `${name}[${index}]` : name}`);
      harnesses.add(one);
    }
  }
  if (harnesses.size === 0) {
    const names = Object.keys(exports).join(', ');
    throw new Error(`${path} exports no harness, ${names ? `only ${names}` : 'and nothing else'}.`);
  }
  return [...harnesses];
}

async function load(path: string): Promise<Fields> {
  const url = pathToFileURL(resolve(path)).href;
  try {
    return await import(url);
  } catch (error) {
    const message = `${path} cannot be loaded: ${messageOf(error)}${placeOf(error, url)}`;
    throw new Error(message, { cause: error });
  }
}

/**
 * Where a syntax error is, which may be in a module that this one imports. Node tells that only of an
 * error that nobody catches, so another one is left to print it; nothing of the modules runs in it.
 */
function placeOf(error: unknown, url: string): string {
  const compiling =
    error instanceof SyntaxError && error.stack?.includes('compileSourceTextModule');
  if (!compiling) return '';
  const script = `await import(${JSON.stringify(url)})`;
  const args = [...process.execArgv, '--input-type=module', '--eval', script];
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const [, place] = /^file:\/\/(.*:\d+)$/m.exec(stderr) ?? [];
  return place === undefined ? '' : ` (${place})`;
}
