import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';

/** The least time from one try to connect to the next, in ms: a proxy may accept, and hang up at once. */
const LEAST_GAP = 250;

/** A silent session is asked by TCP whether its peer is there after so long, in ms. */
const KEEP_ALIVE = 20_000;

/** A driver with one connection, made when it is first needed. */
export interface OwnSql {
  readonly sql: Sql;
  /** Ends it: queries in flight get `timeoutMs`, then its socket is gone, whatever the peer does. */
  end(timeoutMs: number): Promise<void>;
}

/** How an {@link OwnSql} differs from the `sql` that it is made after. */
export interface OwnSqlOptions {
  /** For `pg_stat_activity`, where the user has given no name. */
  applicationName: string;
  /** Whether the connection is kept however long it is idle. */
  lasting?: boolean;
  onNotify?: (channel: string) => void;
  /** Called when the connection is lost, or could not be made. */
  onClose?: () => void;
}

type MakeSocket = (options: unknown) => Promise<Socket>;
type Parsed = Options<Record<string, PostgresType>> & Record<string, unknown>;

/**
 * Opens a connection to where `like` connects, by the driver's documented options. What a user set for
 * queries of their own, such as types and transforms, is left out. Raises PF303 where `like` is not
 * what `postgres()` returned.
 */
export function openOwnSql(like: Sql, options: OwnSqlOptions): OwnSql {
  const given = like.options as unknown as Parsed | undefined;
  if (!given) {
    throw new PgflowError(errorCodes.badOption, 'sql is not what postgres() returned', {
      hint: 'A worker makes connections of its own, so it needs the options of sql: hand over neither a transaction nor a reserved connection.',
    });
  }
  const { types, transform, parsers, serializers, shared, parameters, ...kept } = given;
  const connection = (kept.connection ?? {}) as Record<string, string>;
  const named = connection.application_name !== 'postgres.js';
  const { onNotify, onClose, applicationName, lasting } = options;
  const socket = ownSocket(given);
  const sql = postgres({
    ...kept,
    connection: { ...connection, ...(named ? {} : { application_name: applicationName }) },
    max: 1,
    // The driver would fetch types when it has connected, and nobody would catch the error of a connection
    // that is lost just then: it would end the process. So no call has an array for a parameter.
    fetch_types: false,
    ...(lasting ? { idle_timeout: null, max_lifetime: null } : {}),
    // Who calls waits between tries already.
    backoff: () => 0,
    socket: socket.open,
    onnotify: onNotify,
    onclose: onClose,
  } as Options<Record<string, never>>);
  return {
    sql,
    async end(timeoutMs) {
      socket.shut();
      await sql.end({ timeout: timeoutMs / 1000 });
      socket.destroy();
    },
  };
}

/**
 * Makes the driver's socket, one at a time, so that it can be destroyed. The driver only says goodbye on
 * it, which a peer that is gone never answers: it would hold the process for a quarter of an hour.
 */
function ownSocket({ host, port, path, keep_alive, socket: makeSocket }: Parsed) {
  const hosts = [host ?? 'localhost'].flat();
  const ports = [port ?? 5432].flat();
  let next = 0;
  let openedAt = Number.NEGATIVE_INFINITY;
  let current: Socket | undefined;
  let isShut = false;

  const connectNext = (): Socket => {
    if (path) return connect(path);
    const at = { host: hosts[next] as string, port: ports[next] as number };
    next = (next + 1) % ports.length;
    // The driver reads from it which name the certificate has to have.
    return Object.assign(connect(at), at);
  };

  return {
    async open(options: unknown): Promise<Socket> {
      const wait = openedAt + LEAST_GAP - performance.now();
      if (wait > 0) await pause(wait);
      openedAt = performance.now();
      const socket = makeSocket ? await (makeSocket as MakeSocket)(options) : connectNext();
      if (isShut) {
        socket.destroy();
        throw Object.assign(new Error('the session was ended'), { code: 'CONNECTION_ENDED' });
      }
      // The driver asks for it before there is a connection, when its delay gets lost.
      if (keep_alive) socket.once('connect', () => socket.setKeepAlive?.(true, KEEP_ALIVE));
      current = socket;
      return socket;
    },
    /** From here on none is opened: the driver may be about to try again. */
    shut(): void {
      isShut = true;
    },
    destroy(): void {
      current?.destroy();
    },
  };
}
