// Derives from `schemas/` the migration of packages that are not released, atlas.sum and src/sql.generated.ts.
//   node scripts/generate.mjs [folder ...]     writes them (all SQL packages when none is named)
//   node scripts/generate.mjs --check          fails when migration or sum are not what they should be
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  atlasSum,
  firstMigration,
  migrationsModule,
  readMigrations,
  schemaSql,
} from './lib/migrations.mjs';
import { sqlPackages } from './lib/packages.mjs';

const args = process.argv.slice(2);
const check = args.includes('--check');
const named = args.filter((arg) => !arg.startsWith('--')).map((arg) => resolve(arg));
const folders = named.length ? named : sqlPackages();

for (const folder of folders) {
  // The first release makes the changelog; from then on databases have that file as it is.
  const released = existsSync(join(folder, 'CHANGELOG.md'));
  if (!released) derive(join(folder, 'migrations', firstMigration), schemaSql(folder));
  const migrations = readMigrations(folder);
  derive(join(folder, 'migrations/atlas.sum'), atlasSum(migrations));
  if (!check) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    derive(join(folder, 'src/sql.generated.ts'), migrationsModule(migrations, manifest));
  }
}

/** Writes a file only when it changes, so that caches and watchers stay quiet. */
function derive(path, contents) {
  if (existsSync(path) && readFileSync(path, 'utf8') === contents) return;
  if (check) {
    console.error(`${path} is not what its sources give: run \`npx -y pnpm@10 generate\``);
    process.exitCode = 1;
    return;
  }
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, contents);
}
