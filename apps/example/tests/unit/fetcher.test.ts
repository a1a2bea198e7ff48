import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Fetcher } from '../../src/audit/fetcher.ts';
import { failedEnding, isBroken, visitLink, visitPage } from '../../src/audit/findings.ts';

const pace = { concurrency: 2, delayMs: 0 };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server with a page for each path: a status, or a place to redirect to. */
function site(answers: Record<string, number | string>, seen: string[] = []) {
  return serve((request, response) => {
    const url = request.url ?? '';
    seen.push(`${request.method} ${url}`);
    const answer = answers[url] ?? 404;
    if (typeof answer === 'string') response.writeHead(302, { location: answer }).end();
    else response.writeHead(answer, { 'content-type': 'text/html' }).end(`<title>${url}</title>`);
  });
}

test('follows redirects on the same host and says where they end', async () => {
  const origin = await site({ '/a': '/b', '/b': '/c', '/c': 200 });
  const visit = await new Fetcher().visit(`${origin}/a`, pace);
  expect(visit).toMatchObject({
    kind: 'answer',
    status: 200,
    url: `${origin}/c`,
    body: '<title>/c</title>',
  });
});

test('does not follow a redirect to another host', async () => {
  const seen: string[] = [];
  const other = await site({ '/': 200 }, seen);
  const origin = await site({ '/a': other });
  expect(await new Fetcher().visit(`${origin}/a`, pace)).toEqual({
    kind: 'left',
    url: `${other}/`,
  });
  expect(seen).toEqual([]);
});

test('ends a circle of redirects', async () => {
  const origin = await site({ '/a': '/b', '/b': '/a' });
  await expect(new Fetcher().visit(`${origin}/a`, pace)).rejects.toThrow(
    'redirects more than 5 times',
  );
});

test('keeps robots.txt, read once, also behind redirects', async () => {
  const seen: string[] = [];
  const origin = await serve((request, response) => {
    seen.push(request.url ?? '');
    if (request.url === '/robots.txt') response.end('User-agent: pgflow-site-audit\nDisallow: /no');
    else if (request.url === '/to-no') response.writeHead(301, { location: '/no/2' }).end();
    else response.end('ok');
  });
  const fetcher = new Fetcher();
  const kinds = await Promise.all(
    ['/no/1', '/to-no', '/yes'].map(
      async (path) => (await fetcher.visit(origin + path, pace)).kind,
    ),
  );
  expect(kinds).toEqual(['disallowed', 'disallowed', 'answer']);
  expect(seen.sort()).toEqual(['/robots.txt', '/to-no', '/yes']);
});

test('a robots.txt that answers 500 stops the visit, and is asked for again', async () => {
  let failures = 1;
  const origin = await serve((_request, response) => {
    response.writeHead(failures-- > 0 ? 500 : 200).end('');
  });
  const fetcher = new Fetcher();
  await expect(fetcher.visit(`${origin}/a`, pace)).rejects.toThrow('robots.txt answered 500');
  expect((await fetcher.visit(`${origin}/a`, pace)).kind).toBe('answer');
});

test('says who asks', async () => {
  let agent: string | undefined;
  const origin = await serve((request, response) => {
    agent = request.headers['user-agent'];
    response.end();
  });
  await new Fetcher().visit(`${origin}/`, pace);
  expect(agent).toMatch(/^pgflow-site-audit\//);
});

test('reads no more of a body than its limit', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/robots.txt') return response.end();
    const more = () => response.write('x'.repeat(10_000)) && setImmediate(more);
    response.on('drain', more);
    return more();
  });
  const visit = await new Fetcher({ maxBytes: 25_000 }).visit(`${origin}/endless`, pace);
  expect(visit.kind === 'answer' && visit.body.length).toBe(25_000);
});

test('a slow answer times out, and so does the caller', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/robots.txt') response.end();
  });
  const error = await new Fetcher({ timeoutMs: 50 }).visit(`${origin}/`, pace).catch((e) => e);
  expect(failedEnding(error)).toEqual({ status: null, problem: 'no answer: timed out' });
  const signal = AbortSignal.timeout(50);
  await expect(new Fetcher().visit(`${origin}/`, { ...pace, signal })).rejects.toThrow();
});

test('a server that is not there is named as the reason', async () => {
  const error = await new Fetcher().visit('http://127.0.0.1:9/', pace).catch((e) => e);
  expect(failedEnding(error).problem).toMatch(/^no answer: /);
  expect(isBroken(failedEnding(error))).toBe(true);
});

test('a page that answers 404 is a finding, one that answers 500 or 429 is tried again', async () => {
  const origin = await site({ '/ok': 200, '/500': 500, '/429': 429 });
  const fetcher = new Fetcher();
  const ok = await visitPage(fetcher, `${origin}/ok`, pace);
  expect(ok.finding).toMatchObject({ status: 200, problem: null, html: true, title: '/ok' });
  const missing = await visitPage(fetcher, `${origin}/404`, pace);
  expect(missing.finding).toMatchObject({ status: 404, problem: 'answered 404', html: false });
  expect(missing.page).toBeUndefined();
  const failing = await visitPage(fetcher, `${origin}/500`, pace).catch((e) => e);
  expect(failedEnding(failing)).toEqual({ status: 500, problem: 'answered 500' });
  await expect(visitPage(fetcher, `${origin}/429`, pace)).rejects.toThrow('answered 429');
});

test('a link is asked for with HEAD, and with GET where HEAD is refused', async () => {
  const seen: string[] = [];
  const origin = await serve((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(request.url === '/picky' && request.method === 'HEAD' ? 405 : 200).end();
  });
  const fetcher = new Fetcher();
  expect(await visitLink(fetcher, `${origin}/plain`, pace)).toMatchObject({
    status: 200,
    problem: null,
  });
  expect(await visitLink(fetcher, `${origin}/picky`, pace)).toMatchObject({
    status: 200,
    problem: null,
  });
  expect(seen).toEqual(['GET /robots.txt', 'HEAD /plain', 'HEAD /picky', 'GET /picky']);
});
