import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ProxiedConnection } from '../src/proxied-connection.js';
import { TcpProxy } from '../src/tcp-proxy.js';

/** A client of a server that says everything back, through a proxy. */
async function proxied() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    socket.pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await TcpProxy.open({ host: '127.0.0.1', port });
  const client = connect(proxy.port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => {
    client.destroy();
    proxy.close();
    server.close();
  });
  let heard = '';
  client.on('data', (chunk) => {
    heard += chunk;
  });
  client.write('a');
  await vi.waitFor(() => expect(heard).toBe('a'));
  const [connection] = proxy.connections as [ProxiedConnection];
  return { client, connection, proxy, sockets, heard: () => heard };
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 100));

test('a frozen connection gives nothing on until it thaws, and then all of it', async () => {
  const { client, connection, heard } = await proxied();
  connection.freeze();
  client.write('b');
  client.write('c');
  await moment();
  expect([heard(), client.readyState, connection.frozen]).toEqual(['a', 'open', true]);
  connection.thaw();
  await vi.waitFor(() => expect(heard()).toBe('abc'));
});

test('a frozen connection does not tell that the server is gone', async () => {
  const { client, connection, sockets } = await proxied();
  connection.freeze();
  sockets[0]?.destroy();
  await moment();
  expect(client.readyState).toBe('open');
  connection.thaw();
  await once(client, 'close');
});

test('a cut ends both sides, and a client that goes takes its session along', async () => {
  const cut = await proxied();
  cut.connection.cut();
  await vi.waitFor(() => expect(cut.client.readyState).toBe('closed'));
  const left = await proxied();
  left.connection.freeze();
  left.client.destroy();
  await vi.waitFor(() => {
    expect(left.sockets[0]?.readyState).toBe('closed');
    expect(left.proxy.connections).toEqual([]);
  });
});

test('it is known which connection listens for wake-ups', async () => {
  const { client, connection } = await proxied();
  expect(connection.listens).toBe(false);
  client.write('Q\0\0\0\x20listen "pgflow_pgmq:flow_0-1"\0');
  await vi.waitFor(() => expect(connection.listens).toBe(true));
});
