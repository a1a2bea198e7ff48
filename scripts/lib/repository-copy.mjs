import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './packages.mjs';

/**
 * A copy of the repository without its tests and with a history of its own, to be released. Packages
 * link to each other within the copy; dependencies are links into the real `node_modules`.
 */
export function copyRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-copy-'));
  for (const name of readdirSync(root).filter((name) => !['.git', 'node_modules'].includes(name))) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) =>
        !['.turbo', 'docs', 'peers', 'tests'].includes(basename(path)) ||
        path.includes('/templates/'),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

  /** Runs a program there and returns what it printed; raises with that when it fails. */
  const run = (command, ...args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
  };
  run('git', 'init', '--quiet', '--initial-branch=main');
  run('git', 'config', 'user.name', 'test');
  run('git', 'config', 'user.email', 'test@example.org');
  run('git', 'add', '.changeset');
  run('git', 'commit', '--quiet', '--message', 'what waits to be released');
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
