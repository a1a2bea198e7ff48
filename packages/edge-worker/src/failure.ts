import {
  errorCodes,
  InvalidInputError,
  NonRetryableError,
  PgflowError,
  type TaskFailure,
} from '@pgflow/core-sql';

/** The most that is stored of a message and a stack, in characters. */
const MESSAGE_LENGTH = 2_000;
const STACK_LENGTH = 4_000;

/** What no further attempt would mend. */
const finalErrors = [InvalidInputError, NonRetryableError];

/** What is stored of whatever a handler, or the worker for it, threw. Never raises. */
export function toFailure(error: unknown): TaskFailure {
  try {
    return read(error);
  } catch {
    const message = 'the handler threw something that cannot be read';
    return { code: errorCodes.handlerFailed, final: false, message };
  }
}

function read(error: unknown): TaskFailure {
  const code = PgflowError.is(error) ? error.code : errorCodes.handlerFailed;
  const final = finalErrors.some((kind) => kind.is(error));
  if (!(error instanceof Error))
    return { code, final, message: storable(describe(error), MESSAGE_LENGTH) };
  return {
    code,
    final,
    message: storable(messageOf(error), MESSAGE_LENGTH),
    ...(error.stack === undefined ? {} : { stack: storable(error.stack, STACK_LENGTH) }),
  };
}

/** The message with that of the cause: fetch, for one, says only "fetch failed" itself. */
function messageOf({ message, name, cause }: Error): string {
  const own = message || name;
  return cause instanceof Error && cause.message ? `${own}: ${cause.message}` : own;
}

function describe(thrown: unknown): string {
  try {
    return `thrown: ${typeof thrown === 'string' ? thrown : JSON.stringify(thrown)}`;
  } catch {
    return `thrown: a value of type ${typeof thrown}`;
  }
}

/** Text that jsonb can store: without NUL and lone surrogates, and cut. */
function storable(text: string, length: number): string {
  return text.slice(0, length).replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD');
}
