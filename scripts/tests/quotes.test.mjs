import { expect, test } from 'vitest';
import { repository } from './fixture.mjs';

const source = `-- first
-- #region one
  select 1;

    select 2;
-- #endregion
`;
const page = (code) => `# Page\n\n<!-- code: a.sql#one -->\n\n\`\`\`sql\n${code}\n\`\`\`\n`;

test('a page is given the region, without the indent that all of its lines have', () => {
  const { run, read } = repository({ 'a.sql': source, 'docs/page.md': page('old') });
  run('node', 'scripts/quotes.mjs');
  expect(read('docs/page.md')).toBe(page('select 1;\n\n  select 2;'));
  expect(run('node', 'scripts/quotes.mjs', '--check').status).toBe(0);
});

test('--check fails for code that has changed, and writes nothing', () => {
  const { run, read } = repository({ 'a.sql': source, 'docs/page.md': page('old') });
  const { status, output } = run('node', 'scripts/quotes.mjs', '--check');
  expect(status).toBe(1);
  expect(output).toContain('docs/page.md');
  expect(read('docs/page.md')).toBe(page('old'));
});

test('a region that no file has, and a marker without code, fail', () => {
  const missing = repository({ 'a.sql': 'select 1', 'docs/page.md': page('old') });
  expect(missing.run('node', 'scripts/quotes.mjs').output).toContain('has no region "one"');
  const bare = repository({ 'a.sql': source, 'docs/page.md': '<!-- code: a.sql#one -->\n' });
  expect(bare.run('node', 'scripts/quotes.mjs').status).toBe(1);
});
