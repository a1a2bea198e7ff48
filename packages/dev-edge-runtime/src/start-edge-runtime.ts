import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './forward.js';
import { Isolate } from './isolate.js';
import type { IsolateRecord } from './isolate-record.js';
import { type EdgeRuntimeOptions, toSettings } from './options.js';
import { refuse } from './refuse.js';

/** A function that is served. */
export interface EdgeRuntime extends AsyncDisposable {
  /** Where the function is called: `http://127.0.0.1:<port>/<name>`, and below. */
  readonly url: string;
  /** Every isolate so far, the oldest first. */
  readonly isolates: readonly Readonly<IsolateRecord>[];
  /**
   * Tells all isolates that they end (`termination`), as a new deployment does, and kills those with
   * something pending `graceMs` later. The next request starts a new one. @default 1000
   */
  terminate(graceMs?: number): Promise<void>;
  /** Kills all isolates and listens no more. */
  stop(): Promise<void>;
}

/**
 * Serves an Edge Function as Supabase's edge runtime does: the first request starts an isolate, which
 * lives until it reaches a limit or has nothing to do. Raises when there is no such function.
 */
export async function startEdgeRuntime(options: EdgeRuntimeOptions): Promise<EdgeRuntime> {
  const settings = toSettings(options);
  const isolates: Isolate[] = [];
  const path = `/${settings.name}`;
  const isOurs = (url = '') => url.startsWith(path) && /^[/?]?$/.test(url.charAt(path.length));

  const current = () => {
    const last = isolates.at(-1);
    if (last && !last.retired) return last;
    const next = new Isolate(isolates.length + 1, settings);
    isolates.push(next);
    return next;
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!isOurs(incoming.url)) return refuse(outgoing, 'no_function');
    const isolate = current();
    const letGo = isolate.hold();
    const timeout = new AbortController();
    const timedOut = once(timeout.signal, 'abort');
    const timer = setTimeout(() => timeout.abort(), settings.requestTimeoutMs);
    try {
      const port = await Promise.race([isolate.port, timedOut.then(() => undefined)]);
      if (port && (await forward(incoming, outgoing, port, timeout.signal))) return;
      // The connection breaks before the process is gone, which says why.
      await Promise.race([isolate.ended, timedOut]);
      refuse(outgoing, isolate.record.reason ?? 'request_timeout');
    } finally {
      clearTimeout(timer);
      letGo();
    }
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: Error) => {
      settings.log(`[${settings.name}] ${error.message}`);
      refuse(outgoing, 'boot_error');
    });
  });
  server.listen(settings.port, '127.0.0.1');
  await once(server, 'listening');

  const end = async (each: (isolate: Isolate) => Promise<void>) => {
    await Promise.all(isolates.filter(({ record }) => !record.endedAt).map(each));
  };
  const stop = async () => {
    server.close();
    await end((isolate) => {
      isolate.kill('stopped');
      return isolate.ended;
    });
    server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    get isolates() {
      return isolates.map(({ record }) => ({ ...record }));
    },
    terminate: (graceMs = 1_000) => end((isolate) => isolate.terminate(graceMs)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
