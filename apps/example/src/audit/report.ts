import { type Ending, isBroken, type LinkFinding, type PageFinding } from './findings.ts';
import { pathOf } from './urls.ts';

/** A link that lets readers down, and the pages on which it stands. */
export type BrokenLink = { link: string; problem: string; from: string[] };

/** The outcome of an audit. Pages are named by their path on the site. */
export type Report = {
  site: string;
  pages: number;
  words: number;
  internalLinks: number;
  externalLinks: number;
  /** Pieces of text that search can find. */
  chunks: number;
  /** Pages of the sitemap that could not be read, 404 and 500 included. */
  failedPages: { page: string; problem: string }[];
  brokenLinks: BrokenLink[];
  /** Pages to which no other page links. */
  orphans: string[];
  missingTitles: string[];
  /** How many internal links were left unchecked because of the limits. */
  uncheckedLinks: number;
  slowestPages: { page: string; ms: number }[];
};

/** The outputs of the steps that a report joins. */
export interface Findings {
  site: string;
  pages: readonly PageFinding[];
  links: readonly LinkFinding[];
  chunks: number;
}

/** Internal links that no audited page answered, in the order of their address. */
export function unansweredLinks(pages: readonly PageFinding[]): string[] {
  const visited = new Set(pages.map(({ url }) => url));
  const links = new Set(pages.flatMap((page) => page.links));
  return [...links].filter((link) => !visited.has(link)).sort();
}

/** Joins what the steps found. Everything but `slowestPages` depends on the site alone. */
export function buildReport({ site, pages, links, chunks }: Findings): Report {
  const endings = new Map<string, Ending>(
    [...links, ...pages].map((finding) => [finding.url, finding]),
  );
  const sources = linkSources(pages);
  return {
    site,
    pages: pages.length,
    words: sum(pages, (page) => page.words),
    internalLinks: sum(pages, (page) => page.links.length),
    externalLinks: sum(pages, (page) => page.externalLinks),
    chunks,
    failedPages: pages
      .filter((page) => page.problem !== null)
      .map((page) => ({ page: pathOf(page.url), problem: page.problem ?? '' })),
    brokenLinks: [...sources]
      .filter(([link]) => isBroken(endings.get(link) ?? { status: null, problem: null }))
      .map(([link, from]) => ({
        link: pathOf(link),
        problem: endings.get(link)?.problem ?? '',
        from: from.map(pathOf),
      }))
      .sort((a, b) => compare(a.link, b.link)),
    orphans: pages
      .filter((page) => page.url !== site && !sources.has(page.url))
      .map((page) => pathOf(page.url)),
    missingTitles: pages
      .filter((page) => page.html && page.title === null)
      .map((page) => pathOf(page.url)),
    uncheckedLinks: [...sources.keys()].filter((link) => !endings.has(link)).length,
    slowestPages: [...pages]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 10)
      .map((page) => ({ page: pathOf(page.url), ms: Math.round(page.ms) })),
  };
}

/** The report without what depends on time or on the port that the site happened to be served on. */
export function comparableReport(report: Report): Omit<Report, 'slowestPages' | 'site'> {
  const { slowestPages: _timings, site: _address, ...comparable } = report;
  return comparable;
}

/** Each internal link with the pages on which it stands, those in the order of the audit. */
function linkSources(pages: readonly PageFinding[]): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const page of pages) {
    for (const link of page.links) {
      const from = sources.get(link) ?? [];
      sources.set(link, from);
      from.push(page.url);
    }
  }
  return sources;
}

function sum(pages: readonly PageFinding[], of: (page: PageFinding) => number): number {
  return pages.reduce((total, page) => total + of(page), 0);
}

/** By code point: a report must not depend on the locale of the worker that wrote it. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
