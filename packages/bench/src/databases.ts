import { databaseUrl } from '@pgflow/dev-postgres';
import { connect } from './connect.js';

/** The databases of a run of the bench, on one server; all are dropped at its end. */
export class Databases {
  readonly #url: string;
  readonly #prefix = `pgflow_bench_${process.pid}`;
  readonly #templates = new Map<string, Promise<string>>();
  #count = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** A new, empty database: its name and URL. */
  make(): Promise<{ name: string; url: string }> {
    return this.#create('template1');
  }

  /** A copy of the database `key`, which `prepare` fills when it is first asked for. */
  async copy(
    key: string,
    prepare: (url: string) => Promise<void>,
  ): Promise<{ name: string; url: string }> {
    const template = this.#templates.get(key) ?? this.#makeTemplate(prepare);
    this.#templates.set(key, template);
    return this.#create(await template);
  }

  /** Drops a database, whoever is connected. */
  async drop(name: string): Promise<void> {
    await using sql = connect(this.#url);
    await sql`drop database if exists ${sql(name)} with (force)`;
  }

  /** Drops whatever this run has made. */
  async dropAll(): Promise<void> {
    await using sql = connect(this.#url);
    const left = await sql<{ datname: string }[]>`
      select datname from pg_database where starts_with(datname, ${`${this.#prefix}_`})`;
    for (const { datname } of left) {
      await sql`drop database if exists ${sql(datname)} with (force)`;
    }
  }

  async #create(template: string): Promise<{ name: string; url: string }> {
    const name = `${this.#prefix}_${++this.#count}`;
    await using sql = connect(this.#url);
    // Copying files checkpoints, which costs less than writing a large database to the WAL.
    const [{ size }] = await sql<[{ size: number }]>`
      select pg_database_size(${template})::float8 as size`;
    const strategy = size > 100e6 ? 'file_copy' : 'wal_log';
    await sql`create database ${sql(name)} template ${sql(template)} strategy ${sql(strategy)}`;
    return { name, url: databaseUrl(this.#url, name) };
  }

  async #makeTemplate(prepare: (url: string) => Promise<void>): Promise<string> {
    const { name, url } = await this.make();
    await prepare(url);
    await using sql = connect(this.#url);
    // A session, be it autovacuum's, would be in the way of copying.
    await sql`alter database ${sql(name)} allow_connections false`;
    return name;
  }
}
