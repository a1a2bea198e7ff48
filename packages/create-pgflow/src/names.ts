import type { Template } from './templates.js';

/** The names of pgflow's own plug-ins. */
const taken = ['single', 'map', 'pgmq', 'table', 'http'];

/** Names that npm does not give to any package. */
const forbidden = ['node_modules', 'favicon.ico'];

/**
 * Words and globals of TypeScript, what the file that calls a made step type imports, and what the
 * package exports beside it.
 */
const reserved = `
  arguments async await break case catch class const continue debugger default delete do else enum
  eval export extends false finally for function if implements import in instanceof interface let
  new null package private protected public return static super switch this throw true try typeof
  undefined var void while with yield
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis isFinite isNaN
  parseFloat parseInt unescape
  as core createClient createDatabase createOlderDatabase createWorker defineStep expect flow greetings
  migrate postgres sqlModule tableBackend test
`.split(/\s+/);

/** What the templates call the thing, and what it is called in the package that is made. */
export type Names = readonly (readonly [placeholder: string, name: string])[];

/**
 * The names that follow from the last part of a folder's path. Raises where npm, SQL
 * or TypeScript cannot take one.
 */
export function namesFor(template: Template, folderName: string): Names {
  if (!/^[a-z0-9][a-z0-9._-]{0,213}$/.test(folderName)) {
    throw new Error(
      `"${folderName}" cannot be the name of a package: npm takes lower-case letters, digits, "-", "_" and ".". Name the folder like ${template.example}.`,
    );
  }
  const packageName = ['my-package', folderName] as const;
  if (forbidden.includes(folderName)) {
    throw new Error(
      `"${folderName}" cannot be the name of a package: npm forbids it. Name the folder like ${template.example}.`,
    );
  }
  if (!template.isPlugin) return [packageName];

  const slug = folderName
    .replace(/^pgflow-/, '')
    .replace(/^(step-type|backend)-/, '')
    .replaceAll(/[.-]/g, '_');
  const refuse = (reason: string) =>
    new Error(`The folder ${folderName} makes a ${template.name} "${slug}", ${reason}.`);
  if (!/^[a-z][a-z0-9_]{0,46}$/.test(slug)) {
    throw refuse(
      'which is no slug of pgflow: a lower-case letter, then letters, digits and "_", 47 characters at most',
    );
  }
  if (taken.includes(slug)) throw refuse("which is the name of one of pgflow's own");

  const words = slug.split('_').filter((word) => word !== '');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  // A step type is a function of its name.
  if (template.name === 'step-type' && reserved.includes(camel)) {
    throw refuse('which means something else in TypeScript; take another name, or one more word');
  }
  return [packageName, ['my_thing', slug], ['myThing', camel], ['MyThing', pascal]];
}

/** A text of a template with the names in the place of the placeholders. */
export function rename(text: string, names: Names): string {
  return names.reduce((renamed, [from, to]) => renamed.replaceAll(from, to), text);
}
