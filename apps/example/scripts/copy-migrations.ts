/**
 * Copies the SQL of the layers that this app uses into `supabase/migrations`, where the Supabase CLI
 * wants it. A migration that is there already keeps its file; a new one gets a timestamp later than
 * all others, because `supabase db push` refuses a migration older than the newest applied one.
 * With `--check` it writes nothing and fails when something is missing.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlModule as pgmq } from '@pgflow/backend-pgmq';
import { sqlModule as core } from '@pgflow/core-sql';
import { sqlModule as map } from '@pgflow/step-type-map';
import { readConfig } from '../src/config.ts';

const folder = readConfig().migrations;
const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'));
const missing = [core, map, pgmq]
  .flatMap((module) => module.migrations.map((migration) => ({ module, migration })))
  .map(({ module, migration }) => ({
    name: `${module.name}_${migration.version}_${migration.name}`.replaceAll('-', '_'),
    migration,
  }))
  .filter(({ name }) => !files.some((file) => file.endsWith(`_${name}.sql`)));

if (process.argv.includes('--check')) {
  if (missing.length > 0)
    throw new Error(
      `Run "pnpm --filter @pgflow/example migrations": missing ${missing.map(({ name }) => name).join(', ')}`,
    );
} else {
  let last =
    files
      .map((file) => file.slice(0, 14))
      .sort()
      .at(-1) ?? '';
  for (const { name, migration } of missing) {
    last = laterVersion(last);
    await writeFile(join(folder, `${last}_${name}.sql`), migration.sql);
    process.stdout.write(`${last}_${name}.sql\n`);
  }
}

/** Now, or a second after `last` where that is later. */
function laterVersion(last: string): string {
  const stamp = (time: number) => new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);
  const after =
    last === ''
      ? 0
      : Date.parse(last.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z')) + 1_000;
  return stamp(Math.max(Date.now(), after));
}
