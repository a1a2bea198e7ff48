import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlFiles } from './packages.mjs';

/** File name of the first migration of a package, which follows `schemas/` until it is released. */
export const firstMigration = '20261124000000_init.sql';

/** The SQL of `schemas/`, object by object, each under its path. */
export function schemaSql(folder) {
  return sqlFiles(join(folder, 'schemas'))
    .map((path) => `-- ${path}\n${readFileSync(join(folder, 'schemas', path), 'utf8').trim()}\n`)
    .join('\n');
}

/** The migrations of a package as `migrate()` takes them. */
export function readMigrations(folder) {
  return sqlFiles(join(folder, 'migrations')).map((file) => {
    const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
    if (!version) throw new Error(`${folder}/migrations/${file} is not YYYYMMDDHHMMSS_name.sql`);
    return { version, name, sql: readFileSync(join(folder, 'migrations', file), 'utf8') };
  });
}

/**
 * Contents of `atlas.sum`, as Atlas makes it: a running hash over the names and bytes of all files,
 * noted after each, then one over the notes. So a file put in between changes every later line.
 */
export function atlasSum(migrations) {
  const running = createHash('sha256');
  const total = createHash('sha256');
  const lines = migrations.map(({ version, name, sql }) => {
    const file = `${version}_${name}.sql`;
    const hash = running.update(file).update(sql).copy().digest('base64');
    total.update(file).update(hash);
    return `${file} h1:${hash}\n`;
  });
  return `h1:${total.digest('base64')}\n${lines.join('')}`;
}

/**
 * The TypeScript module that carries a package's version, what it requires and its migrations into
 * Node, Deno and bundlers.
 */
export function migrationsModule(migrations, { version, peerDependencies = {} }) {
  const requires = Object.entries(peerDependencies)
    .filter(([name]) => name.startsWith('@pgflow/'))
    .map(([name, range]) => [name.slice('@pgflow/'.length), range]);
  return `// Made by \`pnpm generate\` from migrations/ and package.json.
export const version = '${version}';

export const requires: Record<string, string> = ${JSON.stringify(Object.fromEntries(requires))};

export const migrations: { version: string; name: string; sql: string }[] = ${JSON.stringify(migrations, null, 2)};
`;
}
