import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSitemap } from '../../src/audit/sitemap.ts';
import { readCatalog } from '../../src/site/catalog.ts';
import { type Site, startSite } from '../../src/site/server.ts';

let root: string;
let site: Site;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'site-'));
  const files = {
    'README.md': '# Read \\<me> & **more**\n\n[guide](docs/guide.md) [gone](docs/gone.md)',
    'docs/guide.md': 'No heading.',
    'docs/odd name+@#.md': '# Odd',
    '.hidden/no.md': '# No',
    'dist/no.md': '# No',
    'secret.txt': 'secret',
    'node_modules/.pnpm/one@1.0.0/node_modules/one/package.json':
      '{"name":"one","version":"1.0.0","dependencies":{"@s/two":"2","none":"1"}}',
    'node_modules/.pnpm/one@1.0.0/node_modules/one/README.md': '<h1 align="center">One</h1>',
    'node_modules/.pnpm/one@1.0.0_peer/node_modules/one/package.json':
      '{"name":"one","version":"1.0.0"}',
    'node_modules/.pnpm/@s+two@2.0.0/node_modules/@s/two/package.json':
      '{"name":"@s/two","version":"2.0.0","description":"Two & two"}',
    'node_modules/.pnpm/@s+two@2.0.0/node_modules/@s/two/docs/a.md': '# A',
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  const link = join(root, 'node_modules/.pnpm/one@1.0.0/node_modules/@s');
  await mkdir(link);
  await symlink(
    join(root, 'node_modules/.pnpm/@s+two@2.0.0/node_modules/@s/two'),
    join(link, 'two'),
  );
  site = await startSite({
    catalog: await readCatalog(root),
    sitemapSize: 5,
    disallow: ['/private/'],
    planted: [
      { path: '/planted/once', body: 'late', failures: 1 },
      { path: '/planted/always', body: '', failures: Infinity, linked: false },
      { path: '/planted/unlisted', body: '', listed: false },
    ],
  });
});

afterAll(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(new URL(path, site.url), init);
const text = async (path: string) => (await get(path)).text();

test('has a page for each document and each package, in a fixed order', () => {
  expect(site.paths).toEqual([
    '/',
    '/repository/',
    '/packages/',
    '/repository/README.md',
    '/repository/docs/guide.md',
    '/repository/docs/odd%20name+@%23.md',
    '/packages/@s/two@2.0.0/',
    '/packages/@s/two@2.0.0/docs/a.md',
    '/packages/one@1.0.0/',
    '/packages/one@1.0.0/README.md',
    '/planted/once',
    '/planted/always',
    '/planted/unlisted',
  ]);
});

test('renders Markdown, titled by its first heading', async () => {
  const page = await text('/repository/README.md');
  expect(page).toContain('<title>Read &lt;me&gt; &amp; more</title>');
  expect(page).toContain('href="docs/guide.md"');
  expect(await text('/repository/docs/guide.md')).not.toContain('<title>');
  expect(await text('/packages/one@1.0.0/README.md')).toContain('<title>One</title>');
});

test('a package page links to its documents and to what it depends on', async () => {
  const page = await text('/packages/one@1.0.0/');
  expect(page).toContain('<a href="/packages/one@1.0.0/README.md">README.md</a>');
  expect(page).toContain('<a href="/packages/@s/two@2.0.0/">@s/two</a>');
  expect(page).toContain('<p>none</p>');
});

test('every listed page answers, and the sitemap index reaches all of them', async () => {
  const { sitemaps } = parseSitemap(await text('/sitemap.xml'));
  const files = await Promise.all(
    sitemaps.map(async (url) => parseSitemap(await (await fetch(url)).text()).pages),
  );
  const listed = files.flat();
  expect(listed.map((url) => new URL(url).pathname)).toEqual(
    site.paths.filter((path) => path !== '/planted/unlisted'),
  );
  for (const url of listed.filter((one) => !one.includes('/planted/')))
    expect((await fetch(url)).status).toBe(200);
});

test('robots.txt names the sitemap and what is forbidden', async () => {
  const robots = await text('/robots.txt');
  expect(robots).toContain(`Sitemap: ${site.url}sitemap.xml`);
  expect(robots).toContain('Disallow: /private/');
});

test('planted pages fail as often as they should', async () => {
  const statuses = async (path: string) => [
    (await get(path)).status,
    (await get(path)).status,
    (await get(path)).status,
  ];
  expect(await statuses('/planted/once')).toEqual([500, 200, 200]);
  expect(await statuses('/planted/always')).toEqual([500, 500, 500]);
  expect(await text('/')).toContain('/planted/once');
  expect(await text('/')).not.toContain('/planted/always');
});

test.each([
  '/../secret.txt',
  '/repository/../secret.txt',
  '/%2e%2e/secret.txt',
  '/repository/..%2fsecret.txt',
  '/repository/secret.txt',
  '/etc/passwd',
])('nothing but the pages can be asked for: %s', async (path) => {
  const { hostname, port } = new URL(site.url);
  // Through http.request, which sends the path as it is.
  const status = await new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(404);
});

test('HEAD answers like GET, without a body', async () => {
  const response = await get('/', { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
  expect(await response.text()).toBe('');
});
