import { expect, test } from 'vitest';
import type { Figures } from '../src/engine.js';
import { judge, toJsonVerdict, verdictTable } from '../src/judge.js';
import { type Measurement, summarize, toJsonRow } from '../src/summary.js';

function measured(engine: string, row: string, variant: string, ...all: Figures[]): Measurement[] {
  const of = { at: '', engine, title: engine, row, variant, scale: 1, noisy: false };
  return all.map((figures, index) => ({ ...of, run: index + 1, figures }));
}

test('the figure of a case is the median of its runs', () => {
  const [summary] = summarize(
    measured('pgmq', 'W1', 'one-by-one', { rate: 100 }, { rate: 900 }, { rate: 300 }),
  );
  expect(summary && toJsonRow(summary)).toMatchObject({
    engine: 'pgmq',
    row: 'W1',
    variant: 'one-by-one',
    runs: 3,
    rate: 300,
    rate_min: 100,
    rate_max: 900,
  });
});

test('a ratio to a peer is that to the best variant of its row', () => {
  const summaries = summarize([
    ...measured('pgmq', 'W1', 'one-by-one', { rate: 4000 }),
    ...measured('pgflow', 'W1', 'default', { rate: 100 }),
    ...measured('pgflow', 'W1', 'tuned', { rate: 400 }),
    ...measured('pgflow', 'W10', 'other', { rate: 100_000 }),
  ]);
  const verdict = judge(summaries).find(
    ({ bar }) => bar.against?.engine === 'pgflow' && bar.metric === 'rate',
  );
  expect(verdict).toMatchObject({ value: 10, met: true });
  expect(verdictTable(judge(summaries))).toContain('not measured');
});

test('a bar that is not reached is said so', () => {
  const summaries = summarize([
    ...measured('table', 'memory', 'map-1000', { rss_mb: 100 }),
    ...measured('table', 'memory', 'map-100000', { rss_mb: 151 }),
    ...measured('table', 'W8', 'chain-2', { rate: 1000 }),
    ...measured('table', 'W8', 'chain-16', { rate: 899 }),
  ]);
  const verdicts = judge(summaries);
  expect(verdicts.map(({ bar, value, met }) => [bar.name, value, met])).toEqual([
    ['W8-chain-16', 0.899, false],
    ['memory-map-100000', 51, false],
  ]);
  const rows = summaries.map((summary) => toJsonVerdict(summary, verdicts));
  expect(rows.map((bars) => bars.length)).toEqual([0, 1, 0, 1]);
});

test('a case that failed has no figures and no verdict', () => {
  const [failed] = measured('pgmq', 'W5', 'commit', {});
  const summaries = summarize([{ ...(failed as Measurement), error: 'work was lost' }]);
  expect(judge(summaries).map(({ met }) => met)).not.toContain(true);
  expect(summaries[0]).toMatchObject({ runs: 0, errors: ['work was lost'] });
});
