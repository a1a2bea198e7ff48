import { expect, test } from 'vitest';
import { collectPages, parseSitemap } from '../../src/audit/sitemap.ts';

const urlset = (...urls: string[]) =>
  `<?xml version="1.0"?><urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`;
const index = (...urls: string[]) =>
  `<sitemapindex>${urls.map((url) => `<sitemap><loc> ${url}\n</loc></sitemap>`).join('')}</sitemapindex>`;

const walk = (files: Record<string, string>, maxPages = 100, accepts = (_: string) => true) =>
  collectPages(['/sitemap.xml'], async (url) => files[url], accepts, { maxPages, maxFiles: 4 });

test('reads pages, decodes entities, and leaves images and alternatives out', () => {
  const xml = `<urlset xmlns:i="x"><url><loc>https://a.example/?a=1&amp;b=2</loc>
    <i:image><i:loc>https://a.example/picture.png</i:loc></i:image></url>
    <url><loc><![CDATA[https://a.example/c]]></loc></url></urlset>`;
  expect(parseSitemap(xml)).toEqual({
    pages: ['https://a.example/?a=1&b=2', 'https://a.example/c'],
    sitemaps: [],
  });
});

test('a page that is no sitemap gives nothing', () => {
  expect(parseSitemap('<html><body>404</body></html>')).toEqual({ pages: [], sitemaps: [] });
});

test('follows an index of indexes in the order of the files, each page once', async () => {
  const files = {
    '/sitemap.xml': index('/1.xml', '/more.xml', '/missing.xml'),
    '/1.xml': urlset('/a', '/b'),
    '/more.xml': urlset('/b', '/c') + index('/1.xml'),
  };
  expect(await walk(files)).toEqual(['/a', '/b', '/c']);
});

test('an index that names itself ends', async () => {
  expect(await walk({ '/sitemap.xml': index('/sitemap.xml') })).toEqual([]);
});

test('stops at the wanted number of pages and of files', async () => {
  expect(await walk({ '/sitemap.xml': urlset('/a', '/b', '/c') }, 2)).toEqual(['/a', '/b']);
  const endless = Object.fromEntries(
    [...Array(9).keys()].map((i) => [`/${i}.xml`, index(`/${i + 1}.xml`) + urlset(`/p${i}`)]),
  );
  expect(await walk({ ...endless, '/sitemap.xml': index('/0.xml') })).toEqual([
    '/p0',
    '/p1',
    '/p2',
  ]);
});

test('what is not accepted is neither listed nor read', async () => {
  const files = {
    '/sitemap.xml': index('/no.xml', '/1.xml'),
    '/no.xml': urlset('/z'),
    '/1.xml': urlset('/a', '/no'),
  };
  expect(await walk(files, 100, (url) => !url.startsWith('/no'))).toEqual(['/a']);
});
