import { lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/**
 * The absolute path of a folder that is new, or empty but for `.git`. Raises for another one, and
 * where something else than a folder is in its place or above it.
 */
export function freeFolder(path: string): string {
  if (path === '') throw new Error('"" names no folder. The one that you are in is ".".');
  const folder = resolve(path);
  for (const place of [...foldersAbove(folder), folder]) {
    if (!lstatSync(place, { throwIfNoEntry: false })) return folder;
    const found = statSync(place, { throwIfNoEntry: false });
    const name = relative('', place) || place;
    if (!found) throw new Error(`${name} is a symbolic link that leads nowhere.`);
    if (!found.isDirectory()) throw new Error(`${name} is a file, so no folder can be there.`);
  }
  if (readdirSync(folder).some((name) => name !== '.git')) {
    throw new Error(`${path} is not empty. Name another folder.`);
  }
  return folder;
}

/** From the root on. */
function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [...foldersAbove(above), above];
}
