// Puts the code that documents quote into them, from files that are built and tested.
//   node scripts/quotes.mjs            writes each block that stands under a line <!-- code: path#region -->
//   node scripts/quotes.mjs --check    fails when a block is not what its file has
// A region lies between two comments, `#region name` and `#endregion`; without one the whole file is meant.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root } from './lib/packages.mjs';

const check = process.argv.includes('--check');
const pages = readdirSync(join(root, 'docs'), { recursive: true })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join(root, 'docs', path));
const quote = /(<!-- code: (\S+?)(?:#(\S+))? -->\n\n)```\w*\n.*?\n```\n/gs;

for (const page of pages) {
  const text = readFileSync(page, 'utf8');
  const wanted = text.replaceAll(quote, (_, line, path, region) => {
    const language = extname(path).slice(1).replace('mjs', 'js');
    return `${line}\`\`\`${language}\n${code(path, region)}\n\`\`\`\n`;
  });
  // A marker without a block under it would never be looked at.
  const markers = text.match(/^<!-- code: /gm)?.length ?? 0;
  if (markers !== [...text.matchAll(quote)].length) fail(page, 'a quote lacks its block of code');
  if (text === wanted) continue;
  if (check) fail(page, 'its code is not what its files have: run `npx -y pnpm@10 quotes`');
  else writeFileSync(page, wanted);
}

/** A region of a file, without the indent that all of its lines have. */
function code(path, region) {
  const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n');
  const first = lines.findIndex((line) => line.trimEnd().endsWith(` #region ${region}`)) + 1;
  if (region && first === 0) throw new Error(`${path} has no region "${region}"`);
  const length = region
    ? lines.slice(first).findIndex((line) => line.includes('#endregion'))
    : lines.length;
  const quoted = lines.slice(first, first + length).filter((line) => !line.includes('#region '));
  const indents = quoted.filter((line) => line !== '').map((line) => /^ */.exec(line)[0].length);
  return quoted.map((line) => line.slice(Math.min(...indents))).join('\n');
}

function fail(page, reason) {
  console.error(`${page}: ${reason}`);
  process.exitCode = 1;
}
