// What no linter of ours checks: that the files and headings are there that documents link to, by a
// path or by the address of this repository.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { slug } from 'github-slugger';
import { root } from './lib/packages.mjs';

const ours = /^https:\/\/github\.com\/pgflow\/pgflow\/(?:blob|tree)\/main/;
const files = spawnSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).stdout;

for (const file of files.split('\n').filter(Boolean)) {
  for (const [, link] of withoutCode(file).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)) {
    const flaw = flawOf(file, link);
    if (flaw) {
      console.error(`${file}: ${link}: ${flaw}`);
      process.exitCode = 1;
    }
  }
}

/** What is wrong with a link, if anything; links to elsewhere are taken for good. */
function flawOf(file, link) {
  if (!ours.test(link) && /^[a-z]+:/.test(link)) return undefined;
  const [path, heading] = link.replace(ours, '').split('#');
  const from = ours.test(link) ? '' : dirname(file);
  const target = path === '' ? file : join(from, path);
  if (relative(root, join(root, target)).startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(root, target))) return 'there is no such file';
  if (heading === undefined || statSync(join(root, target)).isDirectory()) return undefined;
  const headings = [...withoutCode(target).matchAll(/^#+ (.+)$/gm)].map(([, text]) => slug(text));
  return headings.includes(heading) ? undefined : 'there is no such heading';
}

function withoutCode(file) {
  return readFileSync(join(root, file), 'utf8').replaceAll(/^ *```.*?^ *```/gms, '');
}
