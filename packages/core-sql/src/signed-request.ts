import { Buffer } from 'node:buffer';
import type { webcrypto } from 'node:crypto';
import { errorCodes } from './error-codes.js';
import { RequestRefusedError } from './errors.js';

/** The header of a signature: `t=<unix time in s>,v1=<HMAC-SHA-256 of "<t>.<body>" in hex>`. */
export const SIGNATURE_HEADER = 'pgflow-signature';

const HEADER_FORM = /^t=(?<time>[0-9]{1,12}),v1=(?<mac>[0-9a-f]{64})$/;

/** What a signed request has to fulfil. */
export interface SignedRequestRules {
  /** One of these signed it; more than one while a secret is replaced. Without any none is let in. */
  secrets: readonly string[];
  /**
   * How far the signature's time may be from now, in s, before and after. A database may be slow to send
   * a request, and one that is repeated starts nothing. @default 900
   */
  windowSeconds?: number | undefined;
  /** The most that is read of a body, in bytes. */
  maxBytes: number;
}

/** The signature header of a body; `at` in ms since 1970. */
export async function signBody(secret: string, body: string, at = Date.now()): Promise<string> {
  const time = Math.floor(at / 1000);
  const mac = await crypto.subtle.sign('HMAC', await keyOf(secret), bytesOf(`${time}.${body}`));
  return `t=${time},v1=${Buffer.from(mac).toString('hex')}`;
}

/**
 * The body of a signed request. Raises a RequestRefusedError: 413 (PF361) for a body that is too large,
 * 401 (PF360) without a signature of one of the secrets in the time window, which of these is not told.
 */
export async function readSignedRequest(
  request: Request,
  { secrets, windowSeconds = 900, maxBytes }: SignedRequestRules,
): Promise<string> {
  const { time, mac } = HEADER_FORM.exec(request.headers.get(SIGNATURE_HEADER) ?? '')?.groups ?? {};
  const age = Math.abs(Date.now() / 1000 - Number(time));
  if (!time || !mac || !(age <= windowSeconds)) throw refused();
  const body = await readText(request, maxBytes);
  const signed = bytesOf(`${time}.${body}`);
  const given = Buffer.from(mac, 'hex');
  for (const secret of secrets) {
    // Compares in constant time.
    if (await crypto.subtle.verify('HMAC', await keyOf(secret), given, signed)) return body;
  }
  throw refused();
}

function refused(): RequestRefusedError {
  return new RequestRefusedError(401, errorCodes.requestNotSigned, 'the request is not signed', {
    hint: 'Both sides need the same secret, and clocks that agree.',
  });
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      const message = `the body is larger than ${maxBytes} bytes`;
      throw new RequestRefusedError(413, errorCodes.badRequest, message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** A secret of no length would be a key that everybody knows; Web Crypto refuses it. */
function keyOf(secret: string): Promise<webcrypto.CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', bytesOf(secret), algorithm, false, ['sign', 'verify']);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
