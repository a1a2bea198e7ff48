import { type IncomingMessage, request, type ServerResponse } from 'node:http';

/**
 * Hands a request on to a port of 127.0.0.1 and streams the answer back. Resolves to true when it
 * was answered or nobody waits for it any more, to false when the other side went away without an
 * answer. Aborting gives up too, unless the answer has begun.
 */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve(true);
    const { method, headers, url: path } = incoming;
    const upstream = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    const giveUp = () => {
      resolve(outgoing.headersSent);
      upstream.destroy();
    };
    signal.addEventListener('abort', giveUp);
    upstream.on('response', (answer) => {
      signal.removeEventListener('abort', giveUp);
      outgoing.writeHead(answer.statusCode ?? 500, answer.statusMessage, answer.headers);
      answer.pipe(outgoing);
      // An answer that breaks off has to look like one.
      answer.on('error', () => outgoing.destroy());
    });
    upstream.on('error', () => resolve(outgoing.headersSent));
    outgoing.on('close', () => {
      resolve(true);
      upstream.destroy();
    });
    incoming.pipe(upstream);
  });
}
