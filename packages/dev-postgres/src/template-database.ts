import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { connect, databaseUrl } from './connect.js';

const prefix = 'pgflow_template_';

/**
 * Makes a database once per `key` and resolves to its name, for `cloneDatabase`.
 *
 * `key` is all that the contents depend on, such as a name and the SQL that `prepare` runs: another
 * key is another template. Safe when many processes call at once: one makes it, the others wait.
 */
export async function createTemplate(
  url: string,
  key: string | readonly string[],
  prepare: (sql: Sql) => Promise<unknown>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  const name = prefix + hash.slice(0, 24);
  await using admin = connect(url);
  await admin`select pg_advisory_lock(hashtextextended(${name}, 0))`;
  const [found] = await admin`select datistemplate from pg_database where datname = ${name}`;
  if (found?.datistemplate) return name;

  // There, but not marked as a template: left by a process that died in the middle.
  await admin`drop database if exists ${admin(name)} with (force)`;
  await admin`create database ${admin(name)}`;
  {
    await using sql = connect(databaseUrl(url, name));
    await prepare(sql);
  }
  await admin`alter database ${admin(name)} with is_template true allow_connections false`;
  return name;
}

/** A database of one test. */
export interface ClonedDatabase extends AsyncDisposable {
  url: string;
  /** Removes the database, whoever is connected. */
  drop(): Promise<void>;
}

/** Copies a template (some 50 ms). */
export async function cloneDatabase(url: string, template: string): Promise<ClonedDatabase> {
  const name = `pgflow_test_${randomBytes(8).toString('hex')}`;
  {
    await using admin = connect(url);
    await admin`create database ${admin(name)} template ${admin(template)} strategy wal_log`;
  }
  const drop = async () => {
    await using admin = connect(url);
    await admin`drop database if exists ${admin(name)} with (force)`;
  };
  return { url: databaseUrl(url, name), drop, [Symbol.asyncDispose]: drop };
}

/** Removes every template, for the end of a test run on a server that lives on. */
export async function dropTemplates(url: string): Promise<void> {
  await using admin = connect(url);
  const found = await admin<{ datname: string }[]>`
    select datname from pg_database where starts_with(datname, ${prefix})`;
  for (const { datname } of found) {
    await admin`alter database ${admin(datname)} with is_template false`;
    await admin`drop database if exists ${admin(datname)} with (force)`;
  }
}
