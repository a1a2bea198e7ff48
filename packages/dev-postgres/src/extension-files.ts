import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);

/** The extensions that this package brings along; both are pure SQL. */
export const extensions = ['pgmq', 'pgtap'] as const;

/** Name of an extension that this package brings along. */
export type Extension = (typeof extensions)[number];

/** Every control and SQL file of an extension: file name to contents. */
export function extensionFiles(extension: Extension): Map<string, Buffer> {
  const packageFolder = dirname(require.resolve(`@electric-sql/pglite-${extension}`));
  const tar = gunzipSync(readFileSync(join(packageFolder, `${extension}.tar.gz`)));
  return new Map(
    [...tarEntries(tar)]
      .filter(([path]) => path.includes('/extension/') && /\.(control|sql)$/.test(path))
      .map(([path, contents]) => [basename(path), contents]),
  );
}

/** The script that `create extension` runs for the default version. */
export function extensionScript(extension: Extension): string {
  const files = extensionFiles(extension);
  const control = files.get(`${extension}.control`)?.toString() ?? '';
  const version = /default_version = '([^']+)'/.exec(control)?.[1];
  const script = files.get(`${extension}--${version}.sql`);
  if (!script) throw new Error(`No script of ${extension} ${version} in its npm package`);
  return script.toString();
}

/** Reads a tar of plain files: 512-byte headers, contents padded to the same size. */
function* tarEntries(tar: Buffer): Generator<[path: string, contents: Buffer]> {
  const text = (from: number, to: number) => tar.toString('utf8', from, to).replace(/\0.*$/s, '');
  for (let at = 0; tar[at]; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8);
    const prefix = text(at + 345, at + 500);
    const path = prefix ? `${prefix}/${text(at, at + 100)}` : text(at, at + 100);
    yield [path, tar.subarray(at + 512, at + 512 + size)];
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
