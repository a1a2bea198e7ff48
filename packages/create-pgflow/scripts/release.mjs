// Writes src/release.generated.ts: the version of this package, and the ranges of the packages that
// templates name with "*". They are those of devDependencies, which the templates are tested with;
// a package of this repository has the range of the version that it has now.
import { readFileSync, writeFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const { version, devDependencies } = read('../package.json');

const ranges = Object.entries(devDependencies).map(([name, range]) => [
  name,
  range.startsWith('workspace:')
    ? `^${read(`../node_modules/${name}/package.json`).version}`
    : range,
]);

const text = `// Made by scripts/release.mjs.
export const version = '${version}';

export const ranges: Record<string, string> = ${JSON.stringify(Object.fromEntries(ranges), null, 2)};
`;
writeFileSync(new URL('../src/release.generated.ts', import.meta.url), text);
