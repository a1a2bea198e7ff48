import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freeFolder } from './free-folder.js';
import { type Names, namesFor, rename } from './names.js';
import { ranges } from './release.generated.js';
import type { Template } from './templates.js';

const templatesFolder = fileURLToPath(new URL('../templates', import.meta.url));

/** Where the package of a template would be, and its names. Raises where it cannot be made. */
export function planPackage(template: Template, path: string): { folder: string; names: Names } {
  const folder = freeFolder(path);
  return { folder, names: namesFor(template, basename(folder)) };
}

/**
 * Makes the package of a template in a folder that is new, or empty but for `.git`; answers its
 * absolute path. Raises for another folder, or a name that cannot be. Where it raises,
 * nothing is left behind.
 */
export function makePackage(template: Template, path: string): string {
  const { folder, names } = planPackage(template, path);
  const files = template.folders.flatMap((name) =>
    readTemplate(join(templatesFolder, name), names),
  );

  const made = [mkdirSync(folder, { recursive: true })];
  try {
    for (const [file, text] of files) {
      made.push(mkdirSync(dirname(join(folder, file)), { recursive: true }));
      made.push(join(folder, file));
      writeFileSync(join(folder, file), text, { flag: 'wx' });
    }
  } catch (error) {
    for (const it of made) if (it) rmSync(it, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** The files that a folder of templates makes: path and text. */
function readTemplate(folder: string, names: Names): [file: string, text: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      // With a "_" before their names, npm publishes a .gitignore, and no tool takes a manifest or a
      // configuration for one of this repository.
      const file = join(dirname(relative(folder, path)), entry.name.replace(/^_/, ''));
      return [file, rename(withRanges(withoutMarks(readFileSync(path, 'utf8'))), names)];
    });
}

/** A text without the marks of what the guides quote. */
function withoutMarks(text: string): string {
  return text.replaceAll(/^ *(?:--|\/\/) #(?:end)?region.*\n/gm, '');
}

/** A manifest, of npm or of Deno, with the ranges of this release in the place of each "*". */
function withRanges(text: string): string {
  return text.replaceAll(/"([^"\s]+)": "(npm:\1@)?\*"/g, (_, name, prefix = '') => {
    const range = ranges[name];
    if (range === undefined) throw new Error(`No range is known for ${name}`);
    return `"${name}": "${prefix}${range}"`;
  });
}
