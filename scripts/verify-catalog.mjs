// Proves that all migrations make what `schemas/` makes: applies each to a database of its own and
// compares the catalogs. Ends with code 1 and the differences when they are not the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installExtensions, startPostgres } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { readMigrations } from './lib/migrations.mjs';
import { root, sqlFiles, sqlPackages } from './lib/packages.mjs';

const catalogQuery = readFileSync(join(root, 'scripts/lib/catalog.sql'), 'utf8');
const fromSchemas = (folder) =>
  sqlFiles(join(folder, 'schemas')).map((path) => {
    const name = join(folder, 'schemas', path);
    return { name, text: readFileSync(name, 'utf8') };
  });
const fromMigrations = (folder) =>
  readMigrations(folder).map(({ version, sql }) => ({ name: `${folder} ${version}`, text: sql }));

// A server of our own, since roles belong to a whole server: grants to them need them to exist.
const server = await startPostgres({ databaseUrl: '' });
try {
  const admin = connect('postgres');
  for (const role of ['anon', 'authenticated', 'service_role'])
    await admin`create role ${admin(role)}`;
  const wanted = await catalog(admin, 'schemas', fromSchemas);
  const found = await catalog(admin, 'migrations', fromMigrations);
  await admin.end();
  compare(wanted, found);
} finally {
  await server.stop();
}

function connect(database) {
  const url = new URL(server.url);
  url.pathname = database;
  return postgres(url.href, { max: 1, onnotice: () => {} });
}

async function catalog(admin, database, read) {
  await admin`create database ${admin(database)}`;
  const sql = connect(database);
  try {
    await installExtensions(sql, ['pgmq']);
    for (const { name, text } of sqlPackages().flatMap(read)) {
      await sql
        .begin((tx) => tx.unsafe(text))
        .catch((cause) => {
          throw new Error(`${name}: ${cause.message}`, { cause });
        });
    }
    const rows = await sql.unsafe(catalogQuery);
    return new Map(rows.map(({ kind, name, definition }) => [`${kind} ${name}`, definition ?? '']));
  } finally {
    await sql.end();
  }
}

function compare(wanted, found) {
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  const different = keys.filter((key) => wanted.get(key) !== found.get(key));
  for (const key of different) {
    console.error(`${key}\n  schemas:    ${show(wanted, key)}\n  migrations: ${show(found, key)}`);
  }
  console.log(`catalog: ${keys.length} entries compared, ${different.length} different`);
  if (different.length > 0 || keys.length === 0) process.exitCode = 1;
}

function show(entries, key) {
  return entries.has(key) ? entries.get(key).replaceAll('\n', '\n    ') : 'missing';
}
