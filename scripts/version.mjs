// Turns what is in .changeset into versions and changelogs: `changeset version`, and what it leaves
// undone. Packages name a range of core versions of their own, as a peer, and changesets would make
// 1.0.0 of each of them when core leaves it. Here they follow core by the same kind of release. And
// create-pgflow, which writes ranges into the packages that it makes, is released when one is left.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspace } from './lib/packages.mjs';

const core = '@pgflow/core-sql';
const breaking = nextBreaking(core);
if (breaking) moveRanges(breaking);
followWhatIsLeft();

const { status } = spawnSync('changeset', ['version'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
});
if (status !== 0) process.exit(1);

for (const { folder, manifest } of workspace()) {
  const path = join(root, folder, 'src/version.ts');
  if (!existsSync(path)) continue;
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/(?<=const version = ')[^']+/, manifest.version));
}

/** The version and kind of a package's next release where it breaks: a major one, or in 0.x a minor one. */
function nextBreaking(name) {
  const { version } = workspace().find(({ manifest }) => manifest.name === name).manifest;
  const [major, minor] = version.split('.').map(Number);
  const kinds = readdirSync(join(root, '.changeset'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(root, '.changeset', file), 'utf8'))
    .map((text) => new RegExp(`^["']${name}["']: (\\w+)$`, 'm').exec(text)?.[1]);
  if (kinds.includes('major')) return { kind: 'major', version: `${major + 1}.0.0` };
  if (kinds.includes('minor') && major === 0) return { kind: 'minor', version: `0.${minor + 1}.0` };
  return undefined;
}

/** Packages that need core now need its next version; those that are published are released with it. */
function moveRanges({ kind, version }) {
  const followers = workspace().filter(({ manifest }) => manifest.peerDependencies?.[core]);
  for (const { folder, manifest } of followers) {
    manifest.peerDependencies[core] = `^${version}`;
    writeFileSync(join(root, folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  const published = followers.filter(({ manifest }) => !manifest.private);
  const releases = published.map(({ manifest }) => `"${manifest.name}": ${kind}\n`);
  addChangeset(`for-core-sql-${version}`, releases.join(''), `For \`${core}\` ${version}.`);
}

/** What create-pgflow makes names ranges of other packages: when one is left, it makes the next. */
function followWhatIsLeft() {
  const { manifest } = workspace().find(({ name }) => name === 'create-pgflow');
  const left = Object.keys(manifest.devDependencies)
    .filter((name) => name.startsWith('@pgflow/'))
    .map((name) => ({ name, next: nextBreaking(name) }))
    .filter(({ next }) => next);
  if (left.length === 0) return;
  const versions = left.map(({ name, next }) => `\`${name}\` ${next.version}`).join(', ');
  addChangeset('new-packages', '"create-pgflow": patch\n', `New packages use ${versions}.`);
}

function addChangeset(name, releases, text) {
  writeFileSync(join(root, `.changeset/${name}.md`), `---\n${releases}---\n\n${text}\n`);
}
