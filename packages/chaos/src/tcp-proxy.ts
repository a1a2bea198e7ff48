import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { ProxiedConnection } from './proxied-connection.js';

/** A proxy between one worker and Postgres, whose connections can be broken in several ways. */
export class TcpProxy {
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free loopback port, for connections to `target`. */
  static async open(target: { host: string; port: number }): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server);
    server.on('connection', (client) => {
      const connection = new ProxiedConnection(client, connect(target));
      proxy.#connections.add(connection);
      connection.onEnd(() => proxy.#connections.delete(connection));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The connections that are there now. */
  get connections(): ProxiedConnection[] {
    return [...this.#connections];
  }

  /** Ends all connections and listens no more. */
  close(): void {
    this.#server.close();
    for (const connection of this.#connections) connection.cut();
  }
}
