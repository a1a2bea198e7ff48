import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDispatcher, httpBackend } from '@pgflow/backend-http';
import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createHandler } from '@pgflow/edge-worker';
import postgres from 'postgres';

const secret = 'a secret for this test';
const sql = postgres(process.env.DATABASE_URL ?? '', { onnotice: () => {} });
const backend = httpBackend({ secret });
await migrate(sql, [core, backend.sqlModule]);

const hello = flow('hello')
  .step('greet', (_, { input }) => `hello, ${input}`)
  .step('length', { after: ['greet'] }, ({ greet }) => greet.length);
const handler = createHandler({ flows: [hello], backend, sql });

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = new Headers(request.headers as Record<string, string>);
  const url = `http://${request.headers.host}${request.url}`;
  const body = Buffer.concat(chunks).toString();
  const answer = await handler(new Request(url, { method: 'POST', headers, body }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const client = createClient(sql);
await client.define(hello);
await sql`select pgflow_http.set_endpoint('hello', ${`http://127.0.0.1:${port}/`}, 'tasks')`;
const dispatcher = createDispatcher({ sql, secrets: { tasks: secret } });
await dispatcher.start();

const run = await client.start(hello, 'http');
const output: { length: number } = await run.result({ timeoutMs: 30_000 });
const [found] = await sql`select to_regnamespace('pgmq') is not null as pgmq`;
console.log(JSON.stringify({ ...output, pgmq: found?.pgmq }));
await dispatcher.stop();
await handler.stop();
server.close();
await sql.end();
