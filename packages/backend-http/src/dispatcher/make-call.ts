import { SIGNATURE_HEADER, signBody } from '@pgflow/core-sql';

/** The most that is read of an answer, in characters: a worker's is short. */
const ANSWER_LENGTH = 1_000;

/** What the other side of a kept connection may do just when it is used again. */
const HUNG_UP = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** A call to make, as `take_calls` gives it. */
export interface Call {
  readonly call_id: number;
  readonly url: string;
  readonly secret_name: string;
  readonly timeout_ms: number;
  readonly body: string;
}

/** How a call ended, as `take_calls` wants it. */
export interface Answer {
  readonly call_id: number;
  readonly status?: number;
  /** The beginning of the body. */
  readonly body?: string;
  readonly retry_after?: string | undefined;
  /** Why there was no answer, or not the whole of it. */
  readonly error?: string;
}

/**
 * Posts a signed call and resolves to its answer; undefined where `signal` has ended it, and nobody
 * knows what became of it. Never rejects. Redirects are not followed. A connection that is reset is
 * tried once more: it may have been an old one, and a call that arrives twice starts nothing twice.
 */
export async function makeCall(
  call: Call,
  secret: string,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  try {
    return await post(call, secret, signal).catch((error) => {
      if (!HUNG_UP.includes(codeOf(error) ?? '')) throw error;
      return post(call, secret, signal);
    });
  } catch (error) {
    return signal.aborted ? undefined : { call_id: call.call_id, error: reasonOf(error, call) };
  }
}

async function post(call: Call, secret: string, signal: AbortSignal): Promise<Answer> {
  const { call_id, url, timeout_ms, body } = call;
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: await signBody(secret, body),
    },
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout_ms)]),
  });
  const { status, headers } = response;
  const answer = { call_id, status, retry_after: headers.get('retry-after') ?? undefined };
  try {
    return { ...answer, body: await readStart(response) };
  } catch {
    return { ...answer, error: `its answer of ${status} broke off` };
  }
}

/** The beginning of a body; the rest is read too, so that the connection can be kept, or given up. */
async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > ANSWER_LENGTH) break;
  }
  return storable(text.slice(0, ANSWER_LENGTH));
}

/** Text that jsonb can store: without NUL and lone surrogates. */
function storable(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

function reasonOf(error: unknown, { timeout_ms }: Call): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `it gave no answer in ${timeout_ms} ms`;
  }
  const why = codeOf(error) ?? (error instanceof Error ? error.message : String(error));
  return storable(`it could not be reached: ${why}`);
}

/** Fetch says "fetch failed", and its cause what happened. */
function codeOf(error: unknown): string | undefined {
  const { code } = Object(error instanceof Error ? (error.cause ?? error) : undefined);
  return typeof code === 'string' ? code : undefined;
}
