import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/** A package that its author made with the published create-pgflow, with its dependencies installed. */
export async function makePackage(template, name, env) {
  const parent = mkdtempSync(join(tmpdir(), `pgflow-made-${template}-`));
  await run('npm', ['create', '--yes', 'pgflow@latest', template, name], { cwd: parent, env });
  const folder = join(parent, name);
  const execute = (command, ...args) => run(command, args, { cwd: folder, env });
  const npm = (...args) => execute('npm', ...args);
  const read = (file) => readFileSync(join(folder, file), 'utf8');
  const write = (file, text) => writeFileSync(join(folder, file), text);
  await npm('install');
  await execute('git', 'init', '--quiet', '--initial-branch=main');
  await execute('git', 'config', 'user.name', 'author');
  await execute('git', 'config', 'user.email', 'author@example.org');
  return {
    npm,
    write,
    manifest: () => JSON.parse(read('package.json')),
    /** What the release workflow of the package does with the changesets that are there. */
    async release() {
      await execute('git', 'add', '.');
      await execute('git', 'commit', '--quiet', '--message', 'a change');
      await npm('run', 'release:version');
      publishOnlyTo(env.NPM_CONFIG_REGISTRY, join(folder, 'package.json'));
      await npm('run', 'release');
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/**
 * Names the registry in a manifest, since not every tool that publishes reads npm's configuration. The
 * package is not signed: only a CI that npm knows can say where it was built.
 */
export function publishOnlyTo(registry, path) {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  if (manifest.private) return;
  manifest.publishConfig = { access: 'public', provenance: false, registry };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}
