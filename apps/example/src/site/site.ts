import type { Catalog, SiteDocument, SitePackage } from './catalog.ts';
import { escapeHtml, htmlPage, listPage, markdownPage } from './html.ts';

/** A page put on the site on purpose, to see how an audit takes it. */
export interface PlantedPage {
  path: string;
  /** HTML of the body. */
  body: string;
  /** @default no title */
  title?: string;
  /** How many requests are answered with 500 first; `Infinity` for always. @default 0 */
  failures?: number;
  /** Milliseconds before it answers. @default 0 */
  delayMs?: number;
  /** Whether the home page links to it. @default true */
  linked?: boolean;
  /** Whether the sitemap lists it. @default true */
  listed?: boolean;
}

/** A page that can be asked for its HTML. */
export interface SitePage {
  listed: boolean;
  delayMs: number;
  /** Whether this request is one that fails. Counts: each call is a request. */
  fails(): boolean;
  html(): Promise<string>;
}

/** The pages of the site by path, in the order in which the sitemap lists them. */
export function buildPages(
  catalog: Catalog,
  planted: readonly PlantedPage[],
): Map<string, SitePage> {
  const pages = new Map<string, SitePage>();
  const add = (path: string, html: () => Promise<string>) =>
    pages.set(path, { listed: true, delayMs: 0, fails: () => false, html });
  add('/', async () => homePage(planted));
  add('/repository/', async () => repositoryPage(catalog.repository));
  add('/packages/', async () => packagesPage(catalog.packages));
  for (const document of catalog.repository)
    add(document.path, () => markdownPage(document.markdown));
  for (const about of catalog.packages) {
    add(about.path, async () => packagePage(about));
    for (const document of about.documents)
      add(document.path, () => markdownPage(document.markdown));
  }
  for (const page of planted) pages.set(page.path, plantedPage(page));
  return pages;
}

function homePage(planted: readonly PlantedPage[]): string {
  return listPage(
    'Documentation',
    'What this repository and the packages it uses say about themselves.',
    [
      { path: '/repository/', label: 'This repository' },
      { path: '/packages/', label: 'Installed packages' },
      ...planted.filter(({ linked = true }) => linked).map(({ path }) => ({ path, label: path })),
    ],
  );
}

function repositoryPage(documents: readonly SiteDocument[]): string {
  const label = (path: string) => decodeURIComponent(path.replace('/repository/', ''));
  return listPage(
    'This repository',
    `${documents.length} documents.`,
    documents.map(({ path }) => ({ path, label: label(path) })),
  );
}

function packagesPage(packages: readonly SitePackage[]): string {
  return listPage(
    'Installed packages',
    `${packages.length} packages.`,
    packages.map(({ path, name, version }) => ({ path, label: `${name} ${version}` })),
  );
}

function packagePage({
  name,
  version,
  description,
  documents,
  dependencies,
  path,
}: SitePackage): string {
  const documentLinks = documents.map((document) => ({
    path: document.path,
    label: document.path.slice(path.length),
  }));
  const dependencyLinks = dependencies.map((dependency) => ({
    path: dependency.path,
    label: dependency.name,
  }));
  return htmlPage(
    `${name} ${version}`,
    [
      `<h1>${escapeHtml(name)} ${escapeHtml(version)}</h1>`,
      `<p>${escapeHtml(description)}</p>`,
      '<h2>Documents</h2>',
      ...documentLinks.map(linkLine),
      '<h2>Dependencies</h2>',
      ...dependencyLinks.map(linkLine),
      '',
    ].join('\n'),
  );
}

/** A package for another platform is not installed: it is named, but there is nothing to link to. */
function linkLine({ path, label }: { path: string | undefined; label: string }): string {
  const text = escapeHtml(label);
  return `<p>${path === undefined ? text : `<a href="${escapeHtml(path)}">${text}</a>`}</p>`;
}

function plantedPage({
  title = '',
  body,
  failures = 0,
  delayMs = 0,
  listed = true,
}: PlantedPage): SitePage {
  let left = failures;
  return { listed, delayMs, fails: () => left-- > 0, html: async () => htmlPage(title, body) };
}
