import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { groups, root, workspace } from './packages.mjs';

/**
 * Copies of the packages and scripts, to be changed and tested. Dependencies are links into the real
 * `node_modules`; the packages link to each other within the copy.
 */
export function makeCopies(count) {
  return Array.from({ length: count }, () => makeCopy());
}

function makeCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-mutant-'));
  for (const group of groups) mkdirSync(join(folder, group));
  for (const file of ['package.json', 'tsconfig.base.json', 'vitest.shared.ts', 'scripts']) {
    cpSync(join(root, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { name, folder: path } of workspace().filter(({ group }) => group === 'packages')) {
    // The tests' own tool is not mutated, and must be built to run.
    if (name === 'dev-postgres') symlinkSync(join(root, path), join(folder, path));
    else
      cpSync(join(root, path), join(folder, path), {
        recursive: true,
        verbatimSymlinks: true,
        filter,
      });
  }
  const git = (...args) => spawnSync('git', ['apply', ...args], { cwd: folder, encoding: 'utf8' });
  const generate = () =>
    spawnSync('node', ['scripts/generate.mjs'], { cwd: folder, encoding: 'utf8' });
  generate();
  return {
    folder,
    /** Applies a patch and derives the SQL anew; answers what is wrong, if anything is. */
    apply(patch) {
      const applied = git(patch);
      if (applied.status !== 0) return applied.stderr.trim();
      const generated = generate();
      if (generated.status === 0) return undefined;
      git('--reverse', patch);
      return generated.stderr.trim();
    },
    /** Takes a patch back; the next `apply` derives the SQL anew. */
    revert: (patch) => git('--reverse', patch),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Without a changelog a package counts as unreleased, so that a mutant of `schemas/` has an effect. */
function filter(path) {
  return !['dist', '.turbo', 'CHANGELOG.md'].includes(basename(path));
}
