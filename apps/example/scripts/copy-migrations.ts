/**
 * Copies the SQL of the layers that this app uses into `supabase/migrations`, where the Supabase CLI
 * wants it. A migration that is there already keeps its file name; a new one gets a timestamp later
 * than all others, because `supabase db push` refuses one older than the newest it has applied.
 * With `--check` it writes nothing and fails when a file is missing or differs.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlModule as core } from '@pgflow/core-sql';
import { sqlModule as map } from '@pgflow/step-type-map';
import { backends } from '../src/backends.ts';
import { readConfig } from '../src/config.ts';

const folder = readConfig().migrations;
const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
const check = process.argv.includes('--check');
let last = files.at(-1)?.slice(0, 14) ?? '';

const modules = [core, map, ...Object.values(backends).map(({ make }) => make().sqlModule)];
for (const module of modules) {
  for (const { version, name, sql } of module.migrations) {
    const suffix = `_${module.name}_${version}_${name}.sql`.replaceAll('-', '_');
    const found = files.find((file) => file.slice(14) === suffix);
    const path = join(folder, found ?? `${laterVersion(last)}${suffix}`);
    if (found && (await readFile(path, 'utf8')) === sql) continue;
    if (check)
      throw new Error(
        `Run "pnpm --filter @pgflow/example migrations": ${suffix} is not there as it should be`,
      );
    if (!found) last = laterVersion(last);
    await writeFile(path, sql);
    process.stdout.write(`${path}\n`);
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
