import { expect, test } from 'vitest';
import { capSections, chunkSections } from '../../src/audit/chunks.ts';

const squeeze = (text: string) => text.replace(/\s+/g, '');

test('cuts at lines first, then between words, then anywhere, and loses nothing', () => {
  const text = ['short line', 'word '.repeat(30).trim(), 'x'.repeat(95), 'end'].join('\n');
  const chunks = chunkSections([{ heading: 'H', text }], 40);
  expect(chunks.every(({ heading, body }) => heading === 'H' && body.length <= 40)).toBe(true);
  expect(squeeze(chunks.map(({ body }) => body).join(''))).toBe(squeeze(text));
  expect(chunks[0]?.body).toBe('short line');
});

test('short lines share a chunk', () => {
  expect(chunkSections([{ heading: '', text: 'a\nb\nc' }], 3).map(({ body }) => body)).toEqual([
    'a\nb',
    'c',
  ]);
});

test('a heading without text is a chunk', () => {
  expect(chunkSections([{ heading: 'Only', text: '' }])).toEqual([{ heading: 'Only', body: '' }]);
});

test('a page is kept up to a size, and never with half a character', () => {
  const sections = capSections(
    [
      { heading: 'a', text: 'b'.repeat(8) },
      { heading: '', text: '\u{1F600}\u{1F600}' },
      { heading: 'c', text: 'd' },
    ],
    10,
  );
  expect(sections).toEqual([
    { heading: 'a', text: 'bbbbbbbb' },
    { heading: '', text: '\uFFFD' },
  ]);
});
