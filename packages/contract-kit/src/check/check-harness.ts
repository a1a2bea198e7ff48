import type { ContractHarness } from '../harness.js';
import {
  backendRules,
  type Fields,
  isObject,
  pluginRules,
  type Rule,
  stepTypeRules,
} from './harness-rules.js';

/** Whether a value is meant to be a harness, be it complete or not. */
export function looksLikeHarness(value: unknown): value is object {
  if (!isObject(value)) return false;
  const named = 'backend' in value || 'stepType' in value;
  return [named, 'schema' in value, 'createDatabase' in value].filter(Boolean).length > 1;
}

/**
 * Raises where fields of a harness are missing or wrong, and names them. Harnesses in JavaScript have
 * no types, and their suite would fail in many places for one field. where: how to call the harness.
 */
export function checkHarness(harness: object, where: string): asserts harness is ContractHarness {
  const faults = rulesOf(harness as Fields)
    .filter(([, holds]) => !holds)
    .map(([field, , expected]) => {
      const value = field.split('.').reduce<unknown>(fieldOf, harness);
      return `  ${field} is ${shown(value)}, and has to be ${expected}`;
    });
  if (faults.length > 0) throw new Error(`${where} is no harness yet:\n${faults.join('\n')}`);
}

function rulesOf(harness: Fields): Rule[] {
  if ('stepType' in harness) return [...pluginRules(harness), ...stepTypeRules(harness)];
  if ('backend' in harness) return [...pluginRules(harness), ...backendRules(harness)];
  return [...pluginRules(harness), ['backend', false, 'there, or stepType in its place']];
}

function fieldOf(value: unknown, path: string): unknown {
  const [field = '', index] = path.split(/[[\]]/);
  const found = isObject(value) ? value[field] : undefined;
  return index === undefined ? found : (found as readonly unknown[])[Number(index)];
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'function') return 'a function';
  return JSON.stringify(value);
}
