import type { Socket } from 'node:net';

/** The simple query by which postgres.js listens, up to its channel. */
const LISTEN = Buffer.from('listen "pgflow');

/** A connection through the proxy: forwards both ways until it is frozen or cut. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  /** What would have happened meanwhile, of a connection that is frozen. */
  #held: (() => void)[] | undefined;
  #listens = false;

  constructor(client: Socket, server: Socket) {
    this.#client = client;
    this.#server = server;
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => {});
    client.on('data', (chunk) => {
      this.#listens ||= chunk.includes(LISTEN);
      this.#forward(() => server.write(chunk));
    });
    server.on('data', (chunk) => this.#forward(() => client.write(chunk)));
    server.on('close', () => this.#forward(() => client.destroy()));
    // A worker that is gone takes its sessions along, so that none of them pile up.
    client.on('close', () => server.destroy());
  }

  /** Whether wake-ups are listened for on it. */
  get listens(): boolean {
    return this.#listens;
  }

  /** The port from which the server sees it come. */
  get serverPort(): number | undefined {
    return this.#server.localPort;
  }

  /** Whether nothing is forwarded. */
  get frozen(): boolean {
    return this.#held !== undefined;
  }

  /** Calls back when the worker's end is closed. */
  onEnd(callback: () => void): void {
    this.#client.once('close', callback);
  }

  /** Forwards nothing more, not even that the server closed; both ends stay open. */
  freeze(): void {
    this.#held ??= [];
  }

  /** Forwards what was held, as TCP does when packets come through again. */
  thaw(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const action of held) action();
  }

  /** Resets both ends. */
  cut(): void {
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  #forward(action: () => void): void {
    if (this.#held) this.#held.push(action);
    else action();
  }
}
