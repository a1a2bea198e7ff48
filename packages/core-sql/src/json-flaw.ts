import { errorCodes } from './error-codes.js';

/** Postgres reads nested JSON recursively and gives up at some thousand levels (max_stack_depth). */
const MAX_DEPTH = 1000;

/** Why a value is not JSON, and where. */
export interface JsonFlaw {
  path: (string | number)[];
  code: string;
  problem: string;
}

/** The first flaw of a value, or undefined. `texts`: also look for text that jsonb cannot store. */
export function findJsonFlaw(value: unknown, texts: boolean): JsonFlaw | undefined {
  return findFlaw(value, [], texts);
}

/** The place of a flaw, as in `$.users[3].name`. */
export function jsonFlawPath({ path }: JsonFlaw): string {
  const shown = path.length > 50 ? [...path.slice(0, 50), '…'] : path;
  const steps = shown.map((key) => {
    if (typeof key === 'number') return `[${key}]`;
    return /^[\w$…]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return `$${steps.join('')}`;
}

function flawOf(problem: string, code: string = errorCodes.notJson): JsonFlaw {
  return { path: [], code, problem };
}

/** The path is put together on the way back only, so a value without a flaw costs none. */
function findFlaw(value: unknown, ancestors: object[], texts: boolean): JsonFlaw | undefined {
  switch (typeof value) {
    case 'string':
      return texts ? findTextFlaw(value) : undefined;
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : flawOf(`is ${value}`);
    case 'object':
      return value === null ? undefined : findObjectFlaw(value, ancestors, texts);
    case 'undefined':
      return flawOf('is undefined');
    default:
      return flawOf(`is a ${typeof value}`);
  }
}

function findObjectFlaw(value: object, ancestors: object[], texts: boolean): JsonFlaw | undefined {
  if (ancestors.includes(value)) return flawOf('refers to an object that it is part of');
  if (ancestors.length >= MAX_DEPTH) return flawOf(`is nested more than ${MAX_DEPTH} levels deep`);
  const isArray = Array.isArray(value);
  if (!isArray && !isPlain(value)) return flawOf(`is ${describe(value)}`);
  if ('toJSON' in value && typeof value.toJSON === 'function') return flawOf('has a toJSON method');
  ancestors.push(value);
  const flaw = isArray
    ? findItemFlaw(value, ancestors, texts)
    : findPropertyFlaw(value as Record<string, unknown>, ancestors, texts);
  ancestors.pop();
  return flaw;
}

function findItemFlaw(items: unknown[], ancestors: object[], texts: boolean): JsonFlaw | undefined {
  for (let index = 0; index < items.length; index++) {
    const flaw = findFlaw(items[index], ancestors, texts);
    if (flaw) return at(index, flaw);
  }
  return undefined;
}

function findPropertyFlaw(
  object: Record<string, unknown>,
  ancestors: object[],
  texts: boolean,
): JsonFlaw | undefined {
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    const flaw = (texts ? findTextFlaw(key) : undefined) ?? findFlaw(value, ancestors, texts);
    if (flaw) return at(key, flaw);
  }
  return undefined;
}

function at(key: string | number, flaw: JsonFlaw): JsonFlaw {
  flaw.path.unshift(key);
  return flaw;
}

function findTextFlaw(text: string): JsonFlaw | undefined {
  if (text.includes('\0')) return flawOf('holds a NUL character', errorCodes.jsonNotStorable);
  if (/\p{Surrogate}/u.test(text)) {
    return flawOf('holds half of a surrogate pair', errorCodes.jsonNotStorable);
  }
  return undefined;
}

/** An object literal, also one of another realm or without a prototype; never a class instance. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: object): string {
  const name: unknown = value.constructor?.name;
  if (value instanceof Date) return 'a Date (use its toISOString())';
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'not a plain object';
}
