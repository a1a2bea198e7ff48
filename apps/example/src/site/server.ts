import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalog } from './catalog.ts';
import { buildPages, type PlantedPage, type SitePage } from './site.ts';
import { robotsFile, sitemapFiles } from './sitemap.ts';

/** What to serve, and how. */
export interface SiteOptions {
  /** What it is made of. */
  catalog: Catalog;
  /** 0 takes a free one. @default 0 */
  port?: number;
  planted?: readonly PlantedPage[];
  /** Paths that robots.txt forbids. @default none */
  disallow?: readonly string[];
  /** Pages in one sitemap file; with more there is a sitemap index. @default 250 */
  sitemapSize?: number;
}

/** A running site. */
export interface Site {
  /** Address of the home page. */
  url: string;
  /** Paths of all pages. */
  paths: string[];
  /** How often each path was asked for. */
  requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

type Answer = { status: number; type: string; body: string };

/** Serves the documentation on loopback. Only what was found when it started can be asked for: no path reaches the disk. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const pages = buildPages(options.catalog, options.planted ?? []);
  const requests = new Map<string, number>();
  const files = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    requests.set(path, (requests.get(path) ?? 0) + 1);
    answer(path, pages, files).then(
      (found) => send(request, response, found),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listed = [...pages].filter(([, page]) => page.listed).map(([path]) => path);
  for (const [path, xml] of sitemapFiles(origin, listed, options.sitemapSize ?? 250))
    files.set(path, xml);
  files.set('/robots.txt', robotsFile(origin, options.disallow ?? []));
  return {
    url: `${origin}/`,
    paths: [...pages.keys()],
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  path: string,
  pages: Map<string, SitePage>,
  files: Map<string, string>,
): Promise<Answer> {
  const file = files.get(path);
  if (file !== undefined)
    return {
      status: 200,
      type: path.endsWith('.xml') ? 'application/xml' : 'text/plain',
      body: file,
    };
  const page = pages.get(path);
  if (!page) return { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
  if (page.delayMs > 0) await sleep(page.delayMs);
  if (page.fails()) return { status: 500, type: 'text/html', body: '<h1>Out of order</h1>' };
  return { status: 200, type: 'text/html', body: await page.html() };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body }: Answer,
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
