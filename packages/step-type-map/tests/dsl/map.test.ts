import { flow } from '@pgflow/core-sql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { map, mapStepType, sqlModule } from '../../src/index.js';

describe('map', () => {
  it('names what it maps over in its config', () => {
    const pages = flow('pages', { input: z.array(z.string()) })
      .step('fetch', map({ run: (url) => url.length }))
      .step('sum', { after: ['fetch'] }, map({ over: 'fetch', concurrency: 4, run: (n) => n + 1 }));
    expect(pages.definition.steps).toEqual([
      { slug: 'fetch', type: 'map', after: [], config: { over: null }, backend: null, options: {} },
      {
        slug: 'sum',
        type: 'map',
        after: ['fetch'],
        config: { over: 'fetch' },
        backend: null,
        options: { concurrency: 4 },
      },
    ]);
  });

  it('keeps the handler', () => {
    const run = (url: string) => url;
    const pages = flow('pages', { input: z.array(z.string()) }).step('fetch', map({ run }));
    expect(pages.steps.get('fetch')?.definition.run).toBe(run);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a concurrency of %s', (concurrency) => {
    const start = flow('start').step('list', () => [1]);
    expect(() =>
      start.step('each', { after: ['list'] }, map({ over: 'list', concurrency, run: () => 1 })),
    ).toThrow(expect.objectContaining({ code: 'PF303' }));
  });
});

it('the module needs core-sql', () => {
  expect(sqlModule).toMatchObject({
    name: 'step-type-map',
    schema: 'pgflow_map',
    requires: { 'core-sql': expect.stringMatching(/^\^\d/) },
  });
  expect(mapStepType).toEqual({ name: 'map', sqlModule });
});
