// Turns what is in .changeset into versions and changelogs: `changeset version`, and what it leaves
// undone. Packages name a range of core versions of their own, as a peer, and changesets would make
// 1.0.0 of each of them when core leaves it. Here they follow core by the same kind of release. And
// create-pgflow, which writes ranges into the packages that it makes, is released when one is left, and
// functions for Deno name the next one. What was never released, at 0.0.0, has nobody to follow.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspace } from './lib/packages.mjs';

const core = '@pgflow/core-sql';
if (existsSync(join(root, '.changeset/pre.json'))) {
  console.error('Ranges follow no pre-releases. Remove .changeset/pre.json to release versions.');
  process.exit(1);
}

const breaking = nextBreaking(core);
if (breaking) moveRanges(breaking);
followWhatIsLeft();
moveRangesOfDeno();

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

/** Packages that need core now need its next version; those that were released are released with it. */
function moveRanges({ kind, version }) {
  const followers = workspace().filter(({ manifest }) => manifest.peerDependencies?.[core]);
  for (const { folder, manifest } of followers) {
    manifest.peerDependencies[core] = `^${version}`;
    writeFileSync(join(root, folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  const releases = followers
    .filter(isReleased)
    .map(({ manifest }) => `"${manifest.name}": ${kind}\n`);
  if (releases.length === 0) return;
  addChangeset(`for-core-sql-${version}`, releases.join(''), `For \`${core}\` ${version}.`);
}

/** What create-pgflow makes names ranges of other packages: when one is left, it makes the next. */
function followWhatIsLeft() {
  const maker = workspace().find(({ name }) => name === 'create-pgflow');
  const left = Object.keys(maker.manifest.devDependencies)
    .filter((name) => name.startsWith('@pgflow/'))
    .map((name) => ({ name, next: nextBreaking(name) }))
    .filter(({ next }) => next);
  if (left.length === 0 || !isReleased(maker)) return;
  const versions = left.map(({ name, next }) => `\`${name}\` ${next.version}`).join(', ');
  addChangeset('new-packages', '"create-pgflow": patch\n', `New packages use ${versions}.`);
}

/** In a deno.json a range stands in the specifier; those of templates are "*" until a package is made. */
function moveRangesOfDeno() {
  const { stdout } = spawnSync('git', ['ls-files', '*deno.json'], { cwd: root, encoding: 'utf8' });
  for (const path of stdout.split('\n').filter(Boolean)) {
    const text = readFileSync(join(root, path), 'utf8');
    const moved = text.replaceAll(/(?<=npm:(@pgflow\/[a-z-]+)@)\^[\d.]+/g, (range, name) => {
      const next = nextBreaking(name);
      return next ? `^${next.version}` : range;
    });
    writeFileSync(join(root, path), moved);
  }
}

function isReleased({ manifest }) {
  return !manifest.private && manifest.version !== '0.0.0';
}

function addChangeset(name, releases, text) {
  writeFileSync(join(root, `.changeset/${name}.md`), `---\n${releases}---\n\n${text}\n`);
}
