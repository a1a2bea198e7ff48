import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Counts what the site should have with `find`, which knows nothing of how the site is made. */
export function countOnDisk(root: string): { documents: number; packages: number } {
  const packages = new Set<string>();
  const documents = new Set<string>(markdownFiles(root));
  const name = '\\(@[^/]+/\\)?[^@/.][^/]*';
  const manifests = find([
    `${root}/node_modules/.pnpm`,
    '-type',
    'f',
    '-regex',
    `.*/\\.pnpm/[^/]+/node_modules/${name}/package.json`,
  ]);
  for (const file of manifests) {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as {
      name?: string;
      version?: string;
    };
    if (!name || !version) continue;
    packages.add(`${name}@${version}`);
    for (const document of markdownFiles(dirname(file))) {
      documents.add(`${name}@${version}/${relative(dirname(file), document)}`);
    }
  }
  return { documents: documents.size, packages: packages.size };
}

function markdownFiles(folder: string): string[] {
  const skipped = [
    '(',
    '-name',
    'node_modules',
    '-o',
    '-name',
    'dist',
    '-o',
    '-name',
    '.?*',
    ')',
    '-type',
    'd',
    '-prune',
  ];
  return find([
    folder,
    '-mindepth',
    '1',
    ...skipped,
    '-o',
    '-type',
    'f',
    '-iname',
    '*.md',
    '-print',
  ]);
}

function find(args: string[]): string[] {
  return execFileSync('find', args, { encoding: 'utf8', maxBuffer: 1e8 })
    .split('\n')
    .filter(Boolean);
}
