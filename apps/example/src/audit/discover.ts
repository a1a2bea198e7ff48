import type { Fetcher, VisitOptions } from './fetcher.ts';
import { visitPage } from './findings.ts';
import { collectPages } from './sitemap.ts';
import { pathOf, resolveLink, sameHost } from './urls.ts';

/**
 * The addresses to audit: the site's own, then those of its sitemaps (as robots.txt names them, or
 * `/sitemap.xml`), or, where it has none, the links of its first page. Only the site's host, only
 * what robots.txt allows, at most `maxPages`.
 */
export async function discoverPages(
  fetcher: Fetcher,
  site: string,
  options: VisitOptions & { maxPages: number },
): Promise<string[]> {
  const rules = await fetcher.robots(site, options);
  const accepts = (url: string) =>
    URL.canParse(url) && sameHost(url, site) && rules.allows(pathOf(url));
  const read = async (url: string) => {
    const visit = await fetcher.visit(url, options);
    if (visit.kind === 'answer' && visit.status >= 500)
      throw new Error(`${url} answered ${visit.status}`);
    return visit.kind === 'answer' && visit.status === 200 ? visit.body : undefined;
  };
  const named = rules.sitemaps.length > 0 ? rules.sitemaps : ['/sitemap.xml'];
  const start = named.flatMap((sitemap) => resolveLink(sitemap, site) ?? []);
  let pages = await collectPages(start, read, accepts, options);
  if (pages.length === 0)
    pages = (await visitPage(fetcher, site, options)).finding.links.filter(accepts);
  // Addresses in sitemaps may carry fragments or be written in more than one way.
  const whole = new Set([site, ...pages].flatMap((url) => resolveLink(url, site) ?? []));
  return [...whole].slice(0, options.maxPages);
}
