import { errorCodes } from './error-codes.js';
import { findJsonFlaw, type JsonFlaw, jsonFlawPath } from './json-flaw.js';
import { PgflowError } from './pgflow-error.js';

/** A jsonb value ends at 256 MB; what is larger cannot be stored at all. */
const MAX_BYTES = 2 ** 28 - 1;

/** How JSON.stringify writes the two things that text has and jsonb does not. */
const NUL_OR_LONE_SURROGATE = /\\u(?:0000|d[89a-f])/;

/** Options of {@link toJsonText} and {@link assertJson}. */
export interface JsonTextOptions {
  /** What the value is, to begin the message with. @default 'the value' */
  name?: string;
  /** Refuse a text of more bytes. @default 268435455, the limit of jsonb */
  maxBytes?: number;
}

/**
 * The JSON text of a value that reads back as the same value. A whole `undefined` is `null`, and an
 * object's property that is `undefined` is left out, since it reads as `undefined` either way.
 * Raises PF310 (not JSON), PF311 (NUL or a lone surrogate) or PF312 (too large), with the path.
 */
export function toJsonText(value: unknown, options: JsonTextOptions = {}): string {
  if (value === undefined) return 'null';
  refuse(findJsonFlaw(value, false), options);
  const text = stringify(value, options);
  // The text is one scan of native code; only a hit is worth a walk over all strings.
  if (text.includes('\\u') && NUL_OR_LONE_SURROGATE.test(text)) {
    refuse(findJsonFlaw(value, true), options);
  }
  const { maxBytes = MAX_BYTES } = options;
  if (text.length * 3 > maxBytes && byteLength(text) > maxBytes) tooLarge(options);
  return text;
}

/** Raises like {@link toJsonText} for what is not JSON or cannot be stored, but makes no text. */
export function assertJson(value: unknown, options: JsonTextOptions = {}): void {
  if (value !== undefined) refuse(findJsonFlaw(value, true), options);
}

function stringify(value: unknown, options: JsonTextOptions): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // Longer than the longest string of the JavaScript engine.
    if (cause instanceof RangeError) tooLarge(options, cause);
    throw cause;
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

function tooLarge({ name = 'the value', maxBytes = MAX_BYTES }: JsonTextOptions, cause?: unknown) {
  throw new PgflowError(
    errorCodes.jsonTooLarge,
    `${name} is too large: its JSON text has more than ${maxBytes} bytes`,
    { hint: 'Store it elsewhere, and hand on a reference to it.', cause },
  );
}

function refuse(flaw: JsonFlaw | undefined, { name = 'the value' }: JsonTextOptions): void {
  if (flaw === undefined) return;
  throw new PgflowError(flaw.code, `${name} is not JSON: ${jsonFlawPath(flaw)} ${flaw.problem}`);
}
