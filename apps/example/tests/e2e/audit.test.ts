import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparableReport, type Report } from '../../src/audit/report.ts';
import { type Catalog, readCatalog } from '../../src/site/catalog.ts';
import type { Site } from '../../src/site/server.ts';
import { Store } from '../../src/store.ts';
import { config, openTestDatabase, startAudit, testWorkers } from './audit-run.ts';
import { countOnDisk } from './independent-count.ts';
import { planted, startPlantedSite } from './planted-site.ts';
import { seededMoments } from './seeded-moments.ts';

const minute = 60_000;
let database: Awaited<ReturnType<typeof openTestDatabase>>;
/** Read once: whoever edits a document while the tests run does not make two audits differ. */
let catalog: Catalog;
let onDisk: ReturnType<typeof countOnDisk>;
let undisturbed: { report: Report; site: Site; runId: string };

beforeAll(async () => {
  database = await openTestDatabase();
  catalog = await readCatalog(config.repository);
  onDisk = countOnDisk(config.repository);
  const site = await startPlantedSite(catalog);
  const run = await startAudit(database.sql, site.url);
  const worker = await testWorkers(database).start();
  await run.result({ timeoutMs: minute });
  await worker.stop();
  undisturbed = { report: await reportOf(run.runId), site, runId: run.runId };
}, 2 * minute);

afterAll(async () => {
  await undisturbed?.site.close();
  await database?.[Symbol.asyncDispose]();
});

async function reportOf(runId: string, sql = database.sql): Promise<Report> {
  const report = await new Store(sql).readReport(runId);
  if (!report) throw new Error('no report');
  return report;
}

describe('an audit of the default site', () => {
  test('reads every page: as many as there are files, and at least 300', () => {
    const { documents, packages } = onDisk;
    const indexes = ['/', '/repository/', '/packages/'].length;
    const readable = planted.filter(({ path }) => !path.startsWith('/private/')).length;
    expect(undisturbed.report.pages).toBe(documents + packages + indexes + readable);
    expect(undisturbed.report.pages).toBeGreaterThanOrEqual(300);
  });

  test('finds the broken link and where it stands', () => {
    expect(undisturbed.report.brokenLinks).toContainEqual({
      link: '/planted/nowhere',
      problem: 'answered 404',
      from: ['/planted/broken'],
    });
  });

  test('finds the broken links that a plain reading of the pages finds', async () => {
    const { site, report } = undisturbed;
    const found = await linksThatLeadNowhere(site);
    expect(report.brokenLinks.map(({ link }) => link)).toEqual(
      [...found, '/planted/always'].sort(),
    );
  });

  test('tells what kept answering 500, and not what answered in the end', () => {
    const { report, site } = undisturbed;
    expect(report.failedPages).toEqual([{ page: '/planted/always', problem: 'answered 500' }]);
    expect(site.requests.get('/planted/always')).toBeGreaterThan(1);
    expect(site.requests.get('/planted/once')).toBeGreaterThanOrEqual(2);
  });

  test('finds the orphan, the missing title and the slow page', () => {
    const { report } = undisturbed;
    expect(report.orphans).toContain('/planted/orphan');
    expect(report.missingTitles).toContain('/planted/untitled');
    expect(report.missingTitles).not.toContain('/planted/always');
    expect(report.slowestPages[0]?.page).toBe('/planted/slow');
  });

  test('keeps away from what robots.txt forbids', () => {
    expect(undisturbed.site.requests.has('/private/page')).toBe(false);
  });

  test('can be searched', async () => {
    const store = new Store(database.sql);
    const [hit] = await store.search(undisturbed.runId, 'polishing "telescope"');
    expect(hit?.url).toMatch(/\/planted\/orphan$/);
    expect(hit?.excerpt).toContain('⟦polish⟧ ⟦telescopes⟧');
    expect(await store.search(undisturbed.runId, 'quokka -telescope')).toEqual([]);
  });

  test('indexes as much as its report says', async () => {
    const [row] = await database.sql`
      select count(*)::int as chunks from site_audit.chunks where run_id = ${undisturbed.runId}`;
    expect(row?.chunks).toBe(undisturbed.report.chunks);
  });
});

test.each(['pgmq', 'http'] as const)(
  'a worker of %s that is killed 20 times leaves the same report',
  async (backend) => {
    await using own = await openTestDatabase(backend);
    await using workers = testWorkers(own, backend);
    const site = await startPlantedSite(catalog);
    try {
      const run = await startAudit(own.sql, site.url, backend);
      const done = async () => {
        const { steps } = await run.progress();
        return steps.reduce((sum, step) => sum + step.taskCount - step.remainingTasks, 0);
      };
      const total = 2 * undisturbed.report.pages;
      let kills = 0;
      for (const moment of seededMoments(20, total, 20261124)) {
        const before = await done();
        const worker = await workers.start();
        // Some moments pass while nobody works: then soon after the next task.
        while ((await done()) < Math.max(moment, before + 1))
          await new Promise((next) => setTimeout(next, 15));
        await worker.kill();
        kills += 1;
      }
      expect(kills).toBe(20);
      expect((await run.progress()).status).toBe('started');
      const worker = await workers.start();
      await run.result({ timeoutMs: minute });
      await worker.stop();
      expect(comparableReport(await reportOf(run.runId, own.sql))).toEqual(
        comparableReport(undisturbed.report),
      );
    } finally {
      await site.close();
    }
  },
  4 * minute,
);

test(
  'the Edge Function on Deno gives the same report',
  async () => {
    const site = await startPlantedSite(catalog);
    try {
      const run = await startAudit(database.sql, site.url);
      const worker = await testWorkers(database, 'pgmq', 'deno').start();
      await run.result({ timeoutMs: minute });
      await worker.stop();
      expect(comparableReport(await reportOf(run.runId))).toEqual(
        comparableReport(undisturbed.report),
      );
    } finally {
      await site.close();
    }
  },
  2 * minute,
);

test.each(['table', 'http'] as const)(
  'the %s backend gives the same report, on a database without pgmq, on Node and on Deno',
  async (backend) => {
    await using plain = await openTestDatabase(backend);
    const pgmq = await plain.sql`select from pg_namespace where nspname = 'pgmq'`;
    expect(pgmq.length).toBe(0);
    for (const runtime of ['node', 'deno'] as const) {
      await using workers = testWorkers(plain, backend, runtime);
      const site = await startPlantedSite(catalog);
      try {
        const run = await startAudit(plain.sql, site.url, backend);
        const worker = await workers.start();
        await run.result({ timeoutMs: minute });
        await worker.stop();
        expect(comparableReport(await reportOf(run.runId, plain.sql))).toEqual(
          comparableReport(undisturbed.report),
        );
      } finally {
        await site.close();
      }
    }
  },
  3 * minute,
);

/** Reads every page and takes its links with regular expressions: slower, simpler, and another way. */
async function linksThatLeadNowhere(site: Site): Promise<string[]> {
  const pages = new Set(site.paths);
  const nowhere = new Set<string>();
  for (const path of site.paths) {
    if (path.startsWith('/planted/always') || path.startsWith('/private/')) continue;
    const html = await (await fetch(new URL(path, site.url))).text();
    for (const [, href = ''] of html
      .replace(/<!--[\s\S]*?-->/g, '')
      .matchAll(/<a\s[^>]*?href="([^"]*)"/gi)) {
      const link = href
        .trim()
        .replaceAll('&amp;', '&')
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"');
      if (!URL.canParse(link, site.url + path.slice(1))) continue;
      const target = new URL(link, site.url + path.slice(1));
      const inside =
        target.origin === new URL(site.url).origin && !target.pathname.startsWith('/private/');
      if (inside && !pages.has(target.pathname)) nowhere.add(target.pathname + target.search);
    }
  }
  return [...nowhere];
}
