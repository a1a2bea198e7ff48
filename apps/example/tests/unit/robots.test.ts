import { expect, test } from 'vitest';
import { parseRobots } from '../../src/audit/robots.ts';

const allows = (text: string, path: string) => parseRobots(text, 'my-bot').allows(path);

test('an empty file allows everything', () => {
  expect(allows('', '/a')).toBe(true);
});

test('the longest matching pattern decides, and allow wins a tie', () => {
  const text = 'User-agent: *\nDisallow: /docs\nAllow: /docs/public\nAllow: /tie\nDisallow: /tie';
  expect(allows(text, '/docs/private')).toBe(false);
  expect(allows(text, '/docs/public/a')).toBe(true);
  expect(allows(text, '/tie')).toBe(true);
});

test('a group that names the agent replaces the one for all', () => {
  const text =
    'User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: My-Bot\nDisallow: /x\n';
  expect(allows(text, '/a')).toBe(true);
  expect(allows(text, '/x/y')).toBe(false);
});

test('several groups of the same agent are read as one', () => {
  const text = 'User-agent: my-bot\nDisallow: /a\n\nUser-agent: my-bot\nDisallow: /b';
  expect([allows(text, '/a'), allows(text, '/b')]).toEqual([false, false]);
});

test('an empty disallow restricts nothing', () => {
  expect(allows('User-agent: *\nDisallow:', '/a')).toBe(true);
});

test.each([
  ['/*.pdf$', '/a/b.pdf', false],
  ['/*.pdf$', '/a/b.pdf?x', true],
  ['/a*b*c', '/a1b2c3', false],
  ['/a*b*c', '/a1c2b3', true],
  ['/a$', '/a', false],
  ['/a$', '/ab', true],
  ['*', '/anything', false],
  ['/a*a$', '/a', true],
])('pattern %s on %s allows: %s', (pattern, path, allowed) => {
  expect(allows(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(allowed);
});

test('a pattern full of stars costs no time', () => {
  const pattern = '/a*'.repeat(2_000);
  const started = performance.now();
  expect(allows(`User-agent: *\nDisallow: ${pattern}b`, '/a'.repeat(2_000))).toBe(true);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('sitemaps and the crawl delay are read, comments and odd line ends are not in the way', () => {
  const rules = parseRobots(
    '\uFEFFsitemap: https://a.example/s.xml # here\r\nUser-agent: *\rCrawl-delay: 2.5\nDisallow: /x # no',
    'my-bot',
  );
  expect(rules.sitemaps).toEqual(['https://a.example/s.xml']);
  expect(rules.crawlDelay).toBe(2.5);
  expect(rules.allows('/x')).toBe(false);
});

test('robots.txt itself may always be read', () => {
  expect(allows('User-agent: *\nDisallow: /', '/robots.txt')).toBe(true);
});
