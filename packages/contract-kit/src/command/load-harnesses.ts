import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkHarness, looksLikeHarness } from '../check/check-harness.js';
import type { Fields } from '../check/harness-rules.js';
import { messageOf } from '../check/message-of.js';
import type { ContractHarness } from '../harness.js';

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
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new Error(`${path} cannot be loaded: ${messageOf(error)}`, { cause: error });
  }
}
