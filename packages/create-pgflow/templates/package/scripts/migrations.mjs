// Puts the SQL of migrations/ into src/migrations.generated.ts, so that Node, Deno and bundlers have it,
// with the version and the range of core versions that stand in package.json.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { version, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const requires = { 'core-sql': peerDependencies['@pgflow/core-sql'] };
const migrations = readdirSync('migrations')
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => {
    const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
    if (!version) throw new Error(`migrations/${file} is not called YYYYMMDDHHMMSS_name.sql`);
    return { version, name, sql: readFileSync(`migrations/${file}`, 'utf8') };
  });

writeFileSync(
  'src/migrations.generated.ts',
  `import type { SqlMigration } from '@pgflow/core-sql';

export const version = ${JSON.stringify(version)};
export const requires = ${JSON.stringify(requires)};
export const migrations: SqlMigration[] = ${JSON.stringify(migrations, null, 2)};
`,
);
