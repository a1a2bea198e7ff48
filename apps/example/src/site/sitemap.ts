import { escapeHtml } from './html.ts';

/**
 * The sitemap files of a site by path: one, or an index of several when there are more than `size`
 * pages (the standard's limit is 50,000).
 */
export function sitemapFiles(
  origin: string,
  paths: readonly string[],
  size: number,
): Map<string, string> {
  if (paths.length <= size)
    return new Map([['/sitemap.xml', document('urlset', 'url', origin, paths)]]);
  const files = new Map<string, string>();
  for (let at = 0; at < paths.length; at += size) {
    files.set(
      `/sitemap-${files.size + 1}.xml`,
      document('urlset', 'url', origin, paths.slice(at, at + size)),
    );
  }
  return files.set('/sitemap.xml', document('sitemapindex', 'sitemap', origin, [...files.keys()]));
}

/** A robots.txt for every crawler. */
export function robotsFile(origin: string, disallow: readonly string[]): string {
  return [
    'User-agent: *',
    ...disallow.map((path) => `Disallow: ${path}`),
    'Allow: /',
    '',
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n');
}

function document(root: string, item: string, origin: string, paths: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
    ...paths.map((path) => `<${item}><loc>${escapeHtml(origin + path)}</loc></${item}>`),
    `</${root}>`,
    '',
  ].join('\n');
}
