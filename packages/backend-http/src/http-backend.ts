import {
  type AcceptedRequest,
  errorCodes,
  openPushSource,
  PgflowError,
  RequestRefusedError,
  readSignedRequest,
  type WorkerBackend,
} from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

/** The least length of a secret, in characters: a signature can be tried on many secrets, offline. */
const LEAST_SECRET = 16;

/** More than a call of the most deliveries has. */
const MAX_BYTES = 128 * 1024;

/** Options of {@link httpBackend}. */
export interface HttpBackendOptions {
  /**
   * What signs the calls, at least 16 characters. Several while one is replaced: each of them is taken.
   * Without one, as when a variable is not set, every request is refused.
   */
  secret: string | readonly string[] | undefined;
  /**
   * How old a signature may be, in s; a repeated request starts nothing, so it may be long, and has to
   * be longer than calls wait in pg_net's queue. @default 900
   */
  windowSeconds?: number;
}

/**
 * Tasks are sent to a function by signed HTTP requests; `createHandler` of `@pgflow/edge-worker` makes
 * the function. Raises PF303 for a secret that is too short.
 */
export function httpBackend({ secret, windowSeconds }: HttpBackendOptions): WorkerBackend {
  const secrets = [secret ?? []].flat();
  if (secrets.some(({ length }) => length < LEAST_SECRET)) {
    throw new PgflowError(
      errorCodes.badOption,
      `a secret of the HTTP backend has at least ${LEAST_SECRET} characters`,
      { hint: 'openssl rand -hex 32 makes one.' },
    );
  }
  return {
    name: 'http',
    sqlModule,
    capabilities: { delivery: 'push' },
    openPushSource: (options) => openPushSource(sqlModule.schema, options),
    async acceptRequest(request) {
      const rules = { secrets, windowSeconds, maxBytes: MAX_BYTES };
      return parseCall(await readSignedRequest(request, rules));
    },
  };
}

/** Reads the body that `_send_batch` makes. Raises a RequestRefusedError: 400 (PF361). */
function parseCall(body: string): AcceptedRequest {
  const { queue, deliveries } = parseObject(body);
  const areTexts = Array.isArray(deliveries) && deliveries.every((d) => typeof d === 'string');
  if (typeof queue === 'string' && areTexts) return { queue, deliveries };
  throw new RequestRefusedError(400, errorCodes.badRequest, 'the request brings no tasks');
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
