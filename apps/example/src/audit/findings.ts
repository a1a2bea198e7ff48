import type { Fetcher, Visit, VisitOptions } from './fetcher.ts';
import { type ParsedPage, parsePage } from './page.ts';

/** What a visit to a page or a link ended in: a status when a server answered, else why there is none. */
export type Ending = { status: number | null; problem: string | null };

/** What the audit keeps of a page. Its text goes to the store, so that step outputs stay small. */
export type PageFinding = Ending & {
  url: string;
  /** Whether it is a page with a title to miss, and not an image or a text file. */
  html: boolean;
  title: string | null;
  words: number;
  links: string[];
  externalLinks: number;
  /** Milliseconds from request to answer; the only part that differs between two audits of the same site. */
  ms: number;
};

/** What a link leads to that is not one of the audited pages. */
export type LinkFinding = Ending & { url: string };

/** An answer that may be different next time: worth another attempt before it becomes a finding. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';

  readonly status: number;

  constructor(status: number, url: string) {
    super(`${url} answered ${status}`);
    this.status = status;
  }
}

/** Visits a page: what is to be told about it, and what stands on it. */
export async function visitPage(
  fetcher: Fetcher,
  url: string,
  options: VisitOptions,
): Promise<{ finding: PageFinding; page?: ParsedPage }> {
  const visit = await fetcher.visit(url, options);
  if (visit.kind !== 'answer') return { finding: emptyPage(url, ending(visit)) };
  refuseUnsettled(visit.status, url);
  const html = /html/i.test(visit.contentType) && visit.status < 300;
  if (!html) return { finding: { ...emptyPage(url, ending(visit)), ms: visit.ms } };
  const page = parsePage(visit.body, visit.url);
  const { title, words, links, externalLinks } = page;
  return {
    page,
    finding: { url, ...ending(visit), html, title, words, links, externalLinks, ms: visit.ms },
  };
}

/** Asks whether a link leads anywhere, with HEAD where the server knows it. */
export async function visitLink(
  fetcher: Fetcher,
  url: string,
  options: VisitOptions,
): Promise<LinkFinding> {
  let visit = await fetcher.visit(url, { ...options, method: 'HEAD' });
  const refused = visit.kind === 'answer' && [403, 405, 501].includes(visit.status);
  if (refused) visit = await fetcher.visit(url, options);
  if (visit.kind === 'answer') refuseUnsettled(visit.status, url);
  return { url, ...ending(visit) };
}

/** The finding about a page that never answered well, in the words of the last attempt's error. */
export function failedPage(url: string, error: unknown): PageFinding {
  return emptyPage(url, failedEnding(error));
}

/** The ending of a visit whose every attempt failed. */
export function failedEnding(error: unknown): Ending {
  if (error instanceof Unsettled)
    return { status: error.status, problem: `answered ${error.status}` };
  return { status: null, problem: reasonOf(error) };
}

/** Whether readers who follow a link to this ending are let down. */
export function isBroken({ status, problem }: Ending): boolean {
  return status === null ? problem?.startsWith('no answer') === true : status >= 400;
}

function refuseUnsettled(status: number, url: string): void {
  if (status >= 500 || status === 429) throw new Unsettled(status, url);
}

function ending(visit: Visit): Ending {
  if (visit.kind === 'disallowed') return { status: null, problem: 'forbidden by robots.txt' };
  if (visit.kind === 'left')
    return { status: null, problem: `redirects to ${new URL(visit.url).host}` };
  return { status: visit.status, problem: visit.status >= 400 ? `answered ${visit.status}` : null };
}

function emptyPage(url: string, end: Ending): PageFinding {
  return { url, ...end, html: false, title: null, words: 0, links: [], externalLinks: 0, ms: 0 };
}

/** fetch() says only "fetch failed"; the reason is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `no answer: ${String(error)}`;
  if (error.name === 'TimeoutError') return 'no answer: timed out';
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return `no answer: ${cause?.code ?? cause?.message ?? error.message}`;
}
