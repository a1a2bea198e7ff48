import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { workspace } from '../lib/packages.mjs';
import { copyRepository } from '../lib/repository-copy.mjs';

const core = '@pgflow/core-sql';
const packages = workspace().filter(({ manifest }) => !manifest.private);

/** Releases what changesets say, where all packages are at 0.1.0; answers what that changes. */
function release(...changesets) {
  const { folder, run, remove } = copyRepository();
  onTestFinished(remove);
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  const write = (path, text) => writeFileSync(join(folder, path), text);

  for (const { folder: path, manifest } of packages) {
    const { peerDependencies = {} } = manifest;
    if (core in peerDependencies) peerDependencies[core] = '^0.1.0';
    write(`${path}/package.json`, JSON.stringify({ ...manifest, version: '0.1.0' }));
  }
  for (const name of readdirSync(join(folder, '.changeset'))) {
    if (name.endsWith('.md')) rmSync(join(folder, '.changeset', name));
  }
  for (const [index, [name, kind]] of changesets.entries()) {
    const { manifest } = packages.find((it) => it.name === name);
    write(`.changeset/${index}.md`, `---\n"${manifest.name}": ${kind}\n---\n\nFixed it.\n`);
  }
  run('node', 'scripts/version.mjs');

  const after = packages.map((it) => [it.name, JSON.parse(read(`${it.folder}/package.json`))]);
  const other = (value, than) =>
    Object.fromEntries(
      after.map(([name, is]) => [name, value(is)]).filter(([, is]) => is && is !== than),
    );
  return {
    read,
    versions: other((manifest) => manifest.version, '0.1.0'),
    ranges: other((manifest) => manifest.peerDependencies?.[core], '^0.1.0'),
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
const each = (value) => Object.fromEntries(peers.map((name) => [name, value]));

describe('a changeset', () => {
  test.each([
    ['backend-table', 'patch', '0.1.1'],
    ['backend-http', 'minor', '0.2.0'],
    ['core-sql', 'patch', '0.1.1'],
    ['create-pgflow', 'minor', '0.2.0'],
  ])('of %s (%s) releases it alone', (name, kind, version) => {
    expect(release([name, kind])).toMatchObject({ versions: { [name]: version }, ranges: {} });
  });

  test('of two packages releases both', () => {
    const { versions } = release(['backend-http', 'minor'], ['step-type-map', 'patch']);
    expect(versions).toEqual({ 'backend-http': '0.2.0', 'step-type-map': '0.1.1' });
  });

  test('of a package that leaves the range in made packages releases create-pgflow', () => {
    const { versions, read } = release(['backend-table', 'minor']);
    expect(versions).toEqual({ 'backend-table': '0.2.0', 'create-pgflow': '0.1.1' });
    expect(read('packages/create-pgflow/CHANGELOG.md')).toContain(
      'New packages use `@pgflow/backend-table` 0.2.0.',
    );
  });

  test('of a core that breaks what depends on it has that follow, and nothing becomes 1.0.0', () => {
    const { versions, ranges } = release(['core-sql', 'minor'], ['backend-table', 'patch']);
    expect(versions).toEqual({ 'core-sql': '0.2.0', 'create-pgflow': '0.1.1', ...each('0.2.0') });
    expect(ranges).toEqual(each('^0.2.0'));
  });

  test('of the worker is in what it says of itself', () => {
    const { read } = release(['edge-worker', 'patch']);
    expect(read('packages/edge-worker/src/version.ts')).toContain(`version = '0.1.1'`);
  });
});
