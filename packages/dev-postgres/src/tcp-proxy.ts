import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy on loopback before a server, to break connections with. */
export interface TcpProxy extends AsyncDisposable {
  /** The URL of the server, by way of the proxy. */
  readonly url: string;
  /** How many connections are open. */
  readonly connections: number;
  /** Lets new connections through; those that were silenced stay silent. */
  forward(): Promise<void>;
  /** Cuts all connections, and takes none until `forward`. */
  refuse(): Promise<void>;
  /** Passes nothing on any more, and tells nobody, like a network that forgot; connections are taken. */
  silence(): void;
  /** Closes the connections that are open; new ones are let through. */
  cut(): void;
  /** Closes all. */
  stop(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
  silent: boolean;
}

/** Starts a proxy before the server of a URL, on a free port of 127.0.0.1. */
export async function startTcpProxy(serverUrl: string): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const pairs = new Set<Pair>();
  let silent = false;

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({
      host: target.hostname,
      port: Number(target.port || 5432),
      allowHalfOpen: true,
    });
    const pair = { client, server, silent };
    pairs.add(pair);
    join(pair, client, server);
    join(pair, server, client);
    client.once('close', () => pairs.delete(pair));
  });
  const listen = async (port: number) => {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  };
  const cut = () => {
    for (const { client, server } of pairs) for (const end of [client, server]) end.destroy();
  };
  const refuse = async () => {
    const closed = listener.listening ? once(listener, 'close') : undefined;
    listener.close();
    cut();
    await closed;
  };

  await listen(0);
  const { port } = listener.address() as { port: number };
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    get connections() {
      return pairs.size;
    },
    async forward() {
      silent = false;
      if (!listener.listening) await listen(port);
    },
    refuse,
    silence() {
      silent = true;
      for (const pair of pairs) pair.silent = true;
    },
    cut,
    stop: refuse,
    [Symbol.asyncDispose]: refuse,
  };
}

/** Passes on what one end of a pair says, its goodbye included. */
function join(pair: Pair, from: Socket, to: Socket): void {
  from.on('data', (chunk) => pair.silent || to.write(chunk));
  from.on('end', () => pair.silent || to.end());
  from.on('close', () => pair.silent || to.destroy());
  from.on('error', () => {});
}
