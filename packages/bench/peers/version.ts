import { readFileSync } from 'node:fs';

/** The version of an installed package, with its name. */
export function nameAndVersion(name: string): string {
  const file = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
}
