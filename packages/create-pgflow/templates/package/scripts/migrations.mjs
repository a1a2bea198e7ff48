// Puts the SQL of migrations/ into src/migrations.generated.ts, so that Node, Deno and bundlers have it,
// with the version and the range of core versions that stand in package.json. In a git repository it
// refuses other contents for a file that the last release has.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { name, version, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const changed = changedSinceRelease();
if (changed) {
  console.error(changed);
  process.exit(1);
}

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

/** What is wrong with released files, if anything. Without git, or a release, nothing is known of them. */
function changedSinceRelease() {
  const git = (...args) => spawnSync('git', args, { encoding: 'utf8' }).stdout?.trim();
  // The tags of changesets: of a package alone in its repository, and of one among others.
  const tags = ['--match', 'v[0-9]*', '--match', `${name}@*`];
  const release = git('describe', '--tags', '--abbrev=0', ...tags);
  const diff = ['--name-only', '--relative', '--no-renames', '--diff-filter=a'];
  const files = release && git('diff', ...diff, release, '--', 'migrations');
  return (
    files &&
    `${files}: not as in the release ${release}. Databases that have it refuse other contents (PF343).
Put it back with: git checkout ${release} -- ${files.replaceAll('\n', ' ')}
and write the change into a new file, such as migrations/20260301000000_more.sql.`
  );
}
