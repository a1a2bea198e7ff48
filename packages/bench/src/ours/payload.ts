import { randomBytes } from 'node:crypto';
import type { AnyFlow, Json } from '@pgflow/core-sql';
import { chain } from './flows.js';

/** A value of so many bytes of JSON that does not compress, never the same one twice. */
export function payload(bytes: number): Json {
  const frame = JSON.stringify({ text: '' }).length;
  return {
    text: randomBytes(bytes)
      .toString('base64')
      .slice(0, bytes - frame),
  };
}

/** Steps in a row, each of which returns a payload. */
export function payloadChain(slug: string, length: number, bytes: number): AnyFlow {
  return chain(slug, length, () => payload(bytes));
}
