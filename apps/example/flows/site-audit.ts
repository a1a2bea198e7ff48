import { flow, NonRetryableError } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import { z } from 'zod';
import { capSections, chunkSections } from '../src/audit/chunks.ts';
import { discoverPages } from '../src/audit/discover.ts';
import type { Fetcher } from '../src/audit/fetcher.ts';
import { failedEnding, failedPage, visitLink, visitPage } from '../src/audit/findings.ts';
import { buildReport, unansweredLinks } from '../src/audit/report.ts';
import type { Store } from '../src/store.ts';

/** How much of a site an audit reads, and how gently. */
export const limitsSchema = z.object({
  /** Pages read at most. */
  maxPages: z.number().int().min(1).max(10_000).default(1_000),
  /** Links checked at most that lead to no audited page. */
  maxLinks: z.number().int().min(0).max(100_000).default(2_000),
  /** Requests under way at once. */
  concurrency: z.number().int().min(1).max(16).default(4),
  /** Milliseconds between the starts of two requests. */
  delayMs: z.number().int().min(0).max(60_000).default(100),
});

/** What a run of the audit is started with. */
export const auditInput = z.object({
  site: z.url({ protocol: /^https?$/ }).transform((site) => new URL(site).href),
  limits: limitsSchema.prefault({}),
});

/** What the handlers of the flow work with. */
export interface AuditTools {
  fetcher: Fetcher;
  store: Store;
  /** What brings the tasks to the worker; a database may have several. */
  backend: string;
}

/** The attempt after which an answer of 500, or none, is no longer tried again but told as a finding. */
const patience = 4;

/**
 * More attempts than patience: a worker that dies spends one too, and that is no finding about the
 * site. A request has its own, shorter limit; a step's is wide, because its tasks wait for their turn.
 */
const patient = { maxAttempts: 10, baseDelayMs: 250, maxDelayMs: 5_000, timeoutMs: 600_000 };

/** Reads a site, finds what is broken on it, and makes it searchable. */
export function siteAudit({ fetcher, store, backend }: AuditTools) {
  return (
    flow('site_audit', { input: auditInput, backend })
      .step(
        'sitemap',
        patient,
        async (_deps, { runId, input: { site, limits }, attempt, signal }) => {
          await store.openAudit(runId, site);
          return discoverPages(fetcher, site, { ...limits, signal }).catch((error) =>
            lastWord(attempt, error, () => {
              const { problem } = failedEnding(error);
              throw new NonRetryableError(`${site} cannot be read: ${problem}`, { cause: error });
            }),
          );
        },
      )
      .step(
        'pages',
        { after: ['sitemap'], ...patient },
        map({
          over: 'sitemap',
          concurrency: 16,
          run: async (url, { runId, input: { limits }, attempt, signal }) => {
            const { finding, page } = await visitPage(fetcher, url, { ...limits, signal }).catch(
              (error) =>
                lastWord(attempt, error, () => ({
                  finding: failedPage(url, error),
                  page: undefined,
                })),
            );
            if (page) await store.savePage(runId, url, page.title, capSections(page.sections));
            return finding;
          },
        }),
      )
      .step('unanswered', { after: ['pages'], ...patient }, ({ pages }, { input: { limits } }) =>
        unansweredLinks(pages).slice(0, limits.maxLinks),
      )
      .step(
        'link_checks',
        { after: ['unanswered'], ...patient },
        map({
          over: 'unanswered',
          concurrency: 16,
          run: async (url, { input: { limits }, attempt, signal }) =>
            visitLink(fetcher, url, { ...limits, signal }).catch((error) =>
              lastWord(attempt, error, () => ({ url, ...failedEnding(error) })),
            ),
        }),
      )
      // Over the addresses, not over the findings: an element's input is stored with its task.
      .step(
        'index',
        { after: ['sitemap', 'pages'], ...patient },
        map({
          over: 'sitemap',
          run: async (url, { runId }) => {
            const page = await store.readPage(runId, url);
            const chunks = page ? chunkSections(page.sections) : [];
            await store.replaceChunks(runId, url, page?.title ?? null, chunks);
            return chunks.length;
          },
        }),
      )
      .step(
        'report',
        { after: ['pages', 'link_checks', 'index'], ...patient },
        async (deps, { runId, input: { site } }) => {
          const chunks = deps.index.reduce((total, count) => total + count, 0);
          const report = buildReport({ site, pages: deps.pages, links: deps.link_checks, chunks });
          await store.saveReport(runId, report);
          return {
            pages: report.pages,
            brokenLinks: report.brokenLinks.length,
            orphans: report.orphans.length,
          };
        },
      )
  );
}

/** Raises the error to be tried again; when patience is at its end, the error becomes a finding. */
function lastWord<T>(attempt: number, error: unknown, finding: () => T): T {
  if (attempt < patience) throw error;
  return finding();
}
