import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { progressView, type StepProgress } from '../../src/progress.ts';

const step = (
  slug: string,
  status: string,
  done = 0,
  total: number | null = null,
): StepProgress => ({ slug, status, done, total });

function screen(terminal: boolean) {
  const out = new PassThrough({ encoding: 'utf8' });
  if (terminal) Object.assign(out, { isTTY: true, columns: 80 });
  let time = 0;
  const view = progressView(out as unknown as WriteStream, () => time);
  return {
    show(steps: StepProgress[]) {
      time += 500;
      view.show(steps);
      return String(out.read() ?? '');
    },
  };
}

test('without a terminal a step says something when it changes, a map at each quarter', () => {
  const { show } = screen(false);
  expect(show([step('a', 'created'), step('b', 'created')])).toBe('');
  expect(show([step('a', 'started', 0, 1), step('b', 'created')])).toBe('a  started  0.0 s\n');
  expect(show([step('a', 'started', 0, 1), step('b', 'created')])).toBe('');
  expect(show([step('a', 'completed', 1, 1), step('b', 'started', 3, 10)])).toBe(
    'a  completed  1.0 s\nb  started  3/10  0.0 s\n',
  );
  expect(show([step('a', 'completed', 1, 1), step('b', 'started', 4, 10)])).toBe('');
  expect(show([step('a', 'completed', 1, 1), step('b', 'started', 5, 10)])).toBe(
    'b  started  5/10  1.0 s\n',
  );
  expect(show([step('b', 'completed', 10, 10)])).toBe('b  completed  10/10  1.5 s\n');
});

test('on a terminal the lines change in place, and a map has a bar', () => {
  const { show } = screen(true);
  const first = show([
    step('a', 'completed', 1, 1),
    step('b', 'started', 5, 10),
    step('c', 'created'),
  ]);
  expect(first).toMatch(/✓ a/);
  expect(first).toMatch(/b +█{12}░{12} +5\/10/);
  expect(first).toMatch(/· c/);
  expect(first).not.toContain('\x1b[3A');
  const last = show([
    step('a', 'completed', 1, 1),
    step('b', 'failed', 5, 10),
    step('c', 'cancelled'),
  ]);
  expect(last.startsWith('\x1b[3A')).toBe(true);
});

test('no line is wider than the terminal', () => {
  const out = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 30 });
  progressView(out as unknown as WriteStream).show([step('a', 'started', 5, 1_000)]);
  expect(String(out.read()).replace('\x1b[2K', '').trimEnd().length).toBeLessThan(30);
});
