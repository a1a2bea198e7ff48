import { Parser } from 'htmlparser2';

/** What one sitemap file lists: pages, or further sitemaps when it is an index. */
export interface SitemapFile {
  pages: string[];
  sitemaps: string[];
}

/** Reads a `urlset` or a `sitemapindex`; anything else gives two empty lists. */
export function parseSitemap(xml: string): SitemapFile {
  const file: SitemapFile = { pages: [], sitemaps: [] };
  const path: string[] = [];
  let loc = '';
  const parser = new Parser(
    {
      onopentagname(name) {
        path.push(localName(name));
        if (path.at(-1) === 'loc') loc = '';
      },
      ontext(text) {
        if (path.at(-1) === 'loc') loc += text;
      },
      onclosetag() {
        // Only <url><loc> and <sitemap><loc>: extensions such as <image:loc> have the same local name.
        if (path.at(-1) === 'loc' && path.at(-2) === 'url') file.pages.push(loc.trim());
        if (path.at(-1) === 'loc' && path.at(-2) === 'sitemap') file.sitemaps.push(loc.trim());
        path.pop();
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return file;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Limits of a walk through sitemaps. */
export interface SitemapLimits {
  /** Pages wanted; the walk ends when it has them. */
  maxPages: number;
  /** Sitemap files read at most. @default 50 */
  maxFiles?: number;
}

/**
 * Follows sitemap indexes breadth-first and gives the addresses of pages, in the order of the files,
 * each once. `read` answers undefined for a file that is not there; `accepts` filters pages and
 * sitemaps (same host, robots.txt).
 */
export async function collectPages(
  start: readonly string[],
  read: (url: string) => Promise<string | undefined>,
  accepts: (url: string) => boolean,
  { maxPages, maxFiles = 50 }: SitemapLimits,
): Promise<string[]> {
  const pages = new Set<string>();
  const files = new Set(start.filter(accepts));
  let filesRead = 0;
  // A Set hands out what is added to it while it is walked: it is the queue and its memory in one.
  for (const file of files) {
    if (pages.size >= maxPages || filesRead++ >= maxFiles) break;
    const { pages: found, sitemaps } = parseSitemap((await read(file)) ?? '');
    for (const page of found) if (pages.size < maxPages && accepts(page)) pages.add(page);
    for (const sitemap of sitemaps) if (accepts(sitemap)) files.add(sitemap);
  }
  return [...pages];
}
