/**
 * The absolute form of a link as found on a page: resolved against `base`, without its fragment.
 * Undefined for what cannot be fetched (mailto:, javascript:, malformed).
 */
export function resolveLink(href: string, base: string): string | undefined {
  if (!URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}

/** Whether both addresses are on the same host, the port included. */
export function sameHost(a: string, b: string): boolean {
  return new URL(a).host === new URL(b).host;
}

/** The part of an address after its host, which is how a report names the pages of its own site. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
