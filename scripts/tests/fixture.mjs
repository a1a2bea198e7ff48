import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { groups, root } from '../lib/packages.mjs';

/** A small repository with our scripts and the given files; removed when the test ends. */
export function repository(files) {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of ['scripts', '.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  for (const name of ['node_modules', ...groups]) mkdirSync(join(folder, name));
  // Not our own packages: they would resolve into the real repository.
  for (const name of readdirSync(join(root, 'node_modules')).filter((it) => it !== '@pgflow')) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }

  const write = (path, contents) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  };
  for (const [path, contents] of Object.entries(files)) write(path, contents);

  /** Makes one of our packages, as built, available there. */
  const link = (name) => {
    mkdirSync(join(folder, 'node_modules/@pgflow'));
    symlinkSync(join(root, 'packages', name), join(folder, 'node_modules/@pgflow', name));
  };

  /** Runs a command there and resolves to its exit code and all that it printed. */
  const run = (command, ...args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  return { write, read, link, run };
}
