import type { Catalog } from '../../src/site/catalog.ts';
import { type Site, startSite } from '../../src/site/server.ts';
import type { PlantedPage } from '../../src/site/site.ts';

export const planted: PlantedPage[] = [
  {
    path: '/planted/broken',
    title: 'Broken',
    body: '<a href="/planted/nowhere">1</a> <a href="nowhere#part">2</a>',
  },
  { path: '/planted/always', title: 'Always 500', body: '', failures: Number.POSITIVE_INFINITY },
  { path: '/planted/once', title: 'Once 500', body: 'It came in the end.', failures: 1 },
  { path: '/planted/slow', title: 'Slow', body: '', delayMs: 1_500 },
  {
    path: '/planted/orphan',
    title: 'Orphan',
    body: '<p>Quokkas polish telescopes.</p>',
    linked: false,
  },
  { path: '/planted/untitled', body: 'No title.' },
  { path: '/private/page', title: 'Private', body: '' },
];

/** The default site, with what an audit should find. Fresh each time, since some pages remember requests. */
export function startPlantedSite(catalog: Catalog): Promise<Site> {
  return startSite({ catalog, planted, disallow: ['/private/'] });
}
