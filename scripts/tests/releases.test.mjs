import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { satisfies } from '../../packages/core-sql/src/version-range.ts';
import { root, workspace } from '../lib/packages.mjs';
import { copyRepository } from '../lib/repository-copy.mjs';

const core = '@pgflow/core-sql';
const packages = workspace().filter(({ manifest }) => !manifest.private);
const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout;
const denoFiles = git('ls-files', '*deno.json', ':!*/templates/*').trim().split('\n');

/** A copy of the repository as it is, with those files of Deno that the tests have. */
function copy() {
  const { folder, run, remove } = copyRepository();
  onTestFinished(remove);
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  const write = (path, text) => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of denoFiles) write(path, readFileSync(join(root, path)));
  run('git', 'add', ...denoFiles);

  const manifests = () =>
    packages.map((it) => [it.name, JSON.parse(read(`${it.folder}/package.json`))]);
  const versions = () => manifests().map(([name, { version }]) => [name, version]);
  return {
    folder,
    read,
    write,
    version: () => run('node', 'scripts/version.mjs'),
    versions: () => Object.fromEntries(versions()),
    /** Which core versions each package names, where it names any. */
    ranges() {
      const ranges = manifests().map(([name, { peerDependencies }]) => [
        name,
        peerDependencies?.[core],
      ]);
      return Object.fromEntries(ranges.filter(([, range]) => range));
    },
    /** What functions for Deno import of ours, and whether the workspace has it. */
    imports() {
      const current = Object.fromEntries(versions());
      return denoFiles
        .flatMap((path) => [...read(path).matchAll(/npm:@pgflow\/([a-z-]+)@([^"]+)/g)])
        .map(([, name, range]) => ({ name, range, fits: satisfies(current[name], range) }));
    },
  };
}

/** Releases what changesets say, where all packages are at a version; answers what that changes. */
function release(from, ...changesets) {
  const { folder, read, write, ...copied } = copy();
  const range = `^${from}`;
  for (const { folder: path, manifest } of packages) {
    const peers = manifest.peerDependencies ?? {};
    const peerDependencies = core in peers ? { ...peers, [core]: range } : peers;
    write(`${path}/package.json`, JSON.stringify({ ...manifest, version: from, peerDependencies }));
  }
  for (const path of denoFiles) {
    write(path, read(path).replaceAll(/(npm:@pgflow\/[a-z-]+@)[^"]+/g, `$1${range}`));
  }
  for (const name of readdirSync(join(folder, '.changeset'))) {
    if (name.endsWith('.md')) rmSync(join(folder, '.changeset', name));
  }
  for (const [index, [name, kind]] of changesets.entries()) {
    const { manifest } = packages.find((it) => it.name === name);
    write(`.changeset/${index}.md`, `---\n"${manifest.name}": ${kind}\n---\n\nFixed it.\n`);
  }
  copied.version();

  const other = (values, than) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== than));
  expect(copied.imports().length).toBeGreaterThan(0);
  expect(copied.imports().filter(({ fits }) => !fits)).toEqual([]);
  return {
    read,
    versions: other(copied.versions(), from),
    ranges: other(copied.ranges(), range),
  };
}

const peers = [
  'backend-http',
  'backend-pgmq',
  'backend-table',
  'contract-kit',
  'edge-worker',
  'step-type-map',
];
const each = (value, names = peers) => Object.fromEntries(names.map((name) => [name, value]));

describe('a changeset', () => {
  test.each([
    ['core-sql', 'patch', { 'core-sql': '0.1.1' }],
    ['backend-table', 'patch', { 'backend-table': '0.1.1' }],
    ['backend-http', 'minor', { 'backend-http': '0.2.0' }],
    ['contract-kit', 'patch', { 'contract-kit': '0.1.1' }],
    ['contract-kit', 'minor', { 'contract-kit': '0.2.0', 'create-pgflow': '0.1.1' }],
    ['edge-worker', 'patch', { 'edge-worker': '0.1.1' }],
    ['edge-worker', 'minor', { 'edge-worker': '0.2.0', 'create-pgflow': '0.1.1' }],
    ['create-pgflow', 'minor', { 'create-pgflow': '0.2.0' }],
  ])('of %s (%s) releases %o', (name, kind, versions) => {
    const released = release('0.1.0', [name, kind]);
    expect(released.versions).toEqual(versions);
    expect(released.ranges).toEqual({});
  });

  test('of two packages releases both', () => {
    const { versions } = release('0.1.0', ['backend-http', 'minor'], ['step-type-map', 'patch']);
    expect(versions).toEqual({ 'backend-http': '0.2.0', 'step-type-map': '0.1.1' });
  });

  test('of a package that leaves the range in made packages releases create-pgflow', () => {
    const { versions, read } = release('0.1.0', ['backend-table', 'minor']);
    expect(versions).toEqual({ 'backend-table': '0.2.0', 'create-pgflow': '0.1.1' });
    expect(read('packages/create-pgflow/CHANGELOG.md')).toContain(
      'New packages use `@pgflow/backend-table` 0.2.0.',
    );
  });

  test('of a core that breaks what depends on it has that follow, and nothing becomes 1.0.0', () => {
    const { versions, ranges, read } = release(
      '0.1.0',
      ['core-sql', 'minor'],
      ['backend-table', 'patch'],
    );
    expect(versions).toEqual({ 'core-sql': '0.2.0', 'create-pgflow': '0.1.1', ...each('0.2.0') });
    expect(ranges).toEqual(each('^0.2.0'));
    expect(read('packages/edge-worker/CHANGELOG.md')).toContain('For `@pgflow/core-sql` 0.2.0.');
  });

  test('of a first release makes 0.1.0 of it, and tells of no other package', () => {
    const names = packages.map(({ name }) => name);
    const { versions, ranges, read } = release('0.0.0', ...names.map((name) => [name, 'minor']));
    expect(versions).toEqual(each('0.1.0', names));
    expect(ranges).toEqual(each('^0.1.0'));
    const entries = names
      .map((name) => read(`packages/${name}/CHANGELOG.md`))
      .flatMap((text) => text.match(/^- .*/gm));
    expect(new Set(entries)).toEqual(new Set(['- Fixed it.', '- Updated dependencies']));
  });

  test('of the worker is in what it says of itself', () => {
    const { read } = release('0.1.0', ['edge-worker', 'patch']);
    expect(read('packages/edge-worker/src/version.ts')).toContain(`version = '0.1.1'`);
  });
});

test('the changesets that wait leave no package unreleased, and no range that does not fit', () => {
  const { version, versions, ranges, imports } = copy();
  version();
  const unreleased = Object.entries(versions()).filter(([, it]) => it.startsWith('0.0.'));
  expect(unreleased).toEqual([]);
  const unfit = Object.entries(ranges()).filter(([, it]) => !satisfies(versions()['core-sql'], it));
  expect(unfit).toEqual([]);
  expect(imports().filter(({ fits }) => !fits)).toEqual([]);
});

test('pre-releases are refused, and change nothing', () => {
  const { read, write, version } = copy();
  write('.changeset/pre.json', '{ "mode": "pre", "tag": "next" }');
  const before = read('packages/core-sql/package.json');
  expect(version).toThrow('Ranges follow no pre-releases.');
  expect(read('packages/core-sql/package.json')).toBe(before);
});
