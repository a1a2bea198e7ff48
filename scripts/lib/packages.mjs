import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folders that packages of the workspace stand in, as in pnpm-workspace.yaml. */
export const groups = ['packages', 'apps', 'examples'];

/** Every package, app and example: folder relative to the root, short name, and package.json. */
export function workspace() {
  return groups.flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => ({ name, group, folder: `${group}/${name}` }))
      .filter(({ folder }) => existsSync(join(root, folder, 'package.json')))
      .map((entry) => ({
        ...entry,
        manifest: JSON.parse(readFileSync(join(root, entry.folder, 'package.json'), 'utf8')),
      })),
  );
}

/** Absolute folders of the packages with SQL, in an order in which it applies: core first. */
export function sqlPackages() {
  const names = workspace()
    .filter(({ folder }) => sqlFiles(join(root, folder, 'schemas')).length > 0)
    .map(({ name }) => name);
  return ['core-sql', ...names.filter((name) => name !== 'core-sql')].map((name) =>
    join(root, 'packages', name),
  );
}

/** Paths of the `.sql` files below a folder, with `/`, in byte order. */
export function sqlFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.sql'))
    .sort((a, b) => (a < b ? -1 : 1));
}
