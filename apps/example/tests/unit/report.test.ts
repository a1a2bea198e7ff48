import { expect, test } from 'vitest';
import type { PageFinding } from '../../src/audit/findings.ts';
import { reportToMarkdown } from '../../src/audit/markdown.ts';
import { buildReport, comparableReport, unansweredLinks } from '../../src/audit/report.ts';

const at = (path: string) => `http://127.0.0.1:1${path}`;
const page = (path: string, links: string[], more: Partial<PageFinding> = {}): PageFinding => ({
  url: at(path),
  status: 200,
  problem: null,
  html: true,
  title: path,
  words: 10,
  links: links.map(at),
  externalLinks: 1,
  ms: 1,
  ...more,
});

const pages = [
  page('/', ['/a', '/gone', '/file.zip']),
  page('/a', ['/', '/gone', '/500', '/secret', '/later'], { title: null, ms: 9.6 }),
  page('/500', [], { status: 500, problem: 'answered 500', html: false, title: null }),
  page('/lonely', []),
  page('/picture.png', [], { html: false, title: null }),
];
const links = [
  { url: at('/gone'), status: 404, problem: 'answered 404' },
  { url: at('/file.zip'), status: 200, problem: null },
  { url: at('/secret'), status: null, problem: 'forbidden by robots.txt' },
];
const report = buildReport({ site: at('/'), pages, links, chunks: 7 });

test('unanswered links are those that lead to no page of the audit, each once, in order', () => {
  expect(unansweredLinks(pages)).toEqual(['/file.zip', '/gone', '/later', '/secret'].map(at));
});

test('broken links are told with the pages on which they stand', () => {
  expect(report.brokenLinks).toEqual([
    { link: '/500', problem: 'answered 500', from: ['/a'] },
    { link: '/gone', problem: 'answered 404', from: ['/', '/a'] },
  ]);
});

test('numbers add up', () => {
  expect(report).toMatchObject({
    pages: 5,
    words: 50,
    internalLinks: 8,
    externalLinks: 5,
    chunks: 7,
    uncheckedLinks: 1,
  });
});

test('orphans are pages without a link to them, the home page apart', () => {
  expect(report.orphans).toEqual(['/lonely', '/picture.png']);
});

test('only pages miss a title', () => {
  expect(report.missingTitles).toEqual(['/a']);
  expect(report.failedPages).toEqual([{ page: '/500', problem: 'answered 500' }]);
});

test('the slowest come first', () => {
  expect(report.slowestPages[0]).toEqual({ page: '/a', ms: 10 });
});

test('what can be compared does not depend on time or port', () => {
  const other = buildReport({
    site: 'http://127.0.0.1:2/',
    pages: pages.map((one) => ({
      ...one,
      ms: 3,
      url: one.url.replace(':1/', ':2/'),
      links: one.links.map((l) => l.replace(':1/', ':2/')),
    })),
    links: links.map((one) => ({ ...one, url: one.url.replace(':1/', ':2/') })),
    chunks: 7,
  });
  expect(comparableReport(other)).toEqual(comparableReport(report));
});

test('the written report holds every finding, and no address is read as Markdown', () => {
  const text = reportToMarkdown({ ...report, orphans: ['/a*b*`c`'] });
  expect(text).toContain('- `/gone`: answered 404, linked from `/`, `/a`');
  expect(text).toContain('| Broken links | 2 |');
  expect(text).toContain('- `` /a*b*`c` ``');
});
