import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** A Markdown document as it was when the catalog was read, and the path under which the site serves it. */
export interface SiteDocument {
  path: string;
  markdown: string;
}

/** An installed package: the site has a page about it, and one for each of its documents. */
export interface SitePackage {
  path: string;
  name: string;
  version: string;
  description: string;
  documents: SiteDocument[];
  /** Paths of the pages of the packages that it depends on. */
  dependencies: { name: string; path: string | undefined }[];
}

/** Everything that the site is made of, in the order of its paths. */
export interface Catalog {
  repository: SiteDocument[];
  packages: SitePackage[];
}

/** Finds this repository's own Markdown and that of the packages which pnpm installed for it. */
export async function readCatalog(root: string): Promise<Catalog> {
  return {
    repository: await findDocuments(root, '/repository/'),
    packages: await findPackages(join(root, 'node_modules', '.pnpm')),
  };
}

async function findPackages(store: string): Promise<SitePackage[]> {
  const found = new Map<string, SitePackage>();
  for (const entry of await list(store)) {
    if (!entry.isDirectory() || entry.name === 'node_modules') continue;
    const modules = join(store, entry.name, 'node_modules');
    for (const folder of await packageFolders(modules)) {
      const about = await readPackage(folder, modules);
      // The same version may be installed once for each set of peers.
      if (about && !found.has(about.path)) found.set(about.path, about);
    }
  }
  return [...found.values()].sort(byPath);
}

/** The packages in a folder of pnpm's store: what is not a link there, at most one scope deep. */
async function packageFolders(modules: string): Promise<string[]> {
  const folders: string[] = [];
  for (const entry of await list(modules)) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const folder = join(modules, entry.name);
    if (entry.name.startsWith('@')) folders.push(...(await packageFolders(folder)));
    else folders.push(folder);
  }
  return folders;
}

async function readPackage(folder: string, modules: string): Promise<SitePackage | undefined> {
  const manifest = await readManifest(folder);
  if (!manifest) return undefined;
  const dependencies = Object.keys(manifest.dependencies ?? {}).sort();
  const path = packagePath(manifest);
  return {
    path,
    name: manifest.name,
    version: manifest.version,
    description: manifest.description ?? '',
    documents: await findDocuments(folder, path),
    dependencies: await Promise.all(
      dependencies.map(async (name) => {
        const target = await realpath(join(modules, name)).catch(() => undefined);
        const installed = target && (await readManifest(target));
        return { name, path: installed ? packagePath(installed) : undefined };
      }),
    ),
  };
}

interface Manifest {
  name: string;
  version: string;
  description?: string;
  dependencies?: Record<string, string>;
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const manifest = JSON.parse(text) as Partial<Manifest>;
  return manifest.name && manifest.version ? (manifest as Manifest) : undefined;
}

function packagePath({ name, version }: Manifest): string {
  return `/packages/${name}@${version}/`;
}

async function findDocuments(folder: string, prefix: string): Promise<SiteDocument[]> {
  const documents: SiteDocument[] = [];
  for (const entry of await list(folder)) {
    const file = join(folder, entry.name);
    if (entry.isDirectory() && !/^(\.|node_modules$|dist$)/.test(entry.name)) {
      documents.push(...(await findDocuments(file, `${prefix}${segment(entry.name)}/`)));
    } else if (entry.isFile() && /\.md$/i.test(entry.name)) {
      documents.push({
        path: prefix + segment(entry.name),
        markdown: await readFile(file, 'utf8'),
      });
    }
  }
  return documents.sort(byPath);
}

/** A file's name in a path, written the way browsers write it when they resolve a link to it. */
function segment(name: string): string {
  return encodeURI(name).replace(/[?#]/g, encodeURIComponent);
}

function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}
