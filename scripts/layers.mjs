// Draws the layers in ARCHITECTURE.md from the imports that are really there.
//   node scripts/layers.mjs            writes the picture between its two markers
//   node scripts/layers.mjs --check    fails when the picture is not up to date
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspace } from './lib/packages.mjs';

const page = join(root, 'ARCHITECTURE.md');
const [open, close] = ['<!-- layers: made by `pnpm layers` -->', '<!-- /layers -->'];

const text = readFileSync(page, 'utf8');
const [before, rest] = text.split(open);
const [, after] = rest?.split(close) ?? [];
if (after === undefined) throw new Error(`${page} lacks the markers ${open} and ${close}`);

const wanted = `${before}${open}\n\n\`\`\`mermaid\n${picture()}\n\`\`\`\n\n${close}${after}`;
if (!process.argv.includes('--check')) {
  writeFileSync(page, wanted);
} else if (text !== wanted) {
  console.error('The picture in ARCHITECTURE.md is out of date: run `npx -y pnpm@10 layers`');
  process.exitCode = 1;
}

/** Whole arrows are imports of code, dotted ones are imports of tests alone. */
function picture() {
  const lines = workspace().flatMap(({ name, folder }) => {
    const code = imports(folder, (path) => !path.startsWith('tests/'));
    const tests = imports(folder, (path) => path.startsWith('tests/'));
    for (const other of [name, ...code]) tests.delete(other);
    code.delete(name);
    return [
      `  ${name}["${folder}"]`,
      ...[...code].sort().map((other) => `  ${name} --> ${other}`),
      ...[...tests].sort().map((other) => `  ${name} -.-> ${other}`),
    ];
  });
  return ['graph TD', ...lines].join('\n');
}

function imports(folder, wants) {
  const files = readdirSync(join(root, folder), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.m?ts$/.test(path) && !/(^|\/)(node_modules|dist|templates)\//.test(path))
    .filter((path) => wants(path));
  const code = files.map((path) => readFileSync(join(root, folder, path), 'utf8')).join('\n');
  // The scope is on npm too, for packages that are none of ours.
  const ours = new Set(workspace().map(({ name }) => name));
  const found = [...code.matchAll(/(?:from|import) ?\(?'@pgflow\/([\w-]+)/g)];
  return new Set(found.map(([, name]) => name).filter((name) => ours.has(name)));
}
