import { dirname, relative } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pgTapFiles, runPgTap } from './pgtap.js';
import { cloneDatabase, createTemplate } from './template-database.js';
import { testServerUrl } from './test-server-url.js';

/** The database of a test file; there once its tests run. */
export interface TestDatabase {
  /** A pool of 10 connections. */
  readonly sql: Sql;
  readonly url: string;
}

/**
 * Registers with vitest a database for the calling test file: cloned from the template of `key` before
 * its tests, dropped after them. `key` and `prepare` are those of `createTemplate`.
 */
export function testDatabase(
  key: readonly string[],
  prepare: (sql: Sql) => Promise<unknown>,
): TestDatabase {
  let sql: Sql | undefined;
  let url = '';
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const template = await createTemplate(testServerUrl(), key, prepare);
    ({ url, drop } = await cloneDatabase(testServerUrl(), template));
    sql = postgres(url, { max: 10, onnotice: () => {} });
  });
  afterAll(async () => {
    await sql?.end({ timeout: 5 });
    await drop?.();
  });
  return {
    get sql() {
      if (!sql) throw new Error('The database of a test file is there only while its tests run');
      return sql;
    },
    get url() {
      return url;
    },
  };
}

/**
 * Registers with vitest each pgTAP file below a folder as a test, named by its path; what stands in a
 * folder `helpers` is none.
 */
export function testPgTapFiles(folder: string, database: { readonly url: string }): void {
  const files = pgTapFiles(folder).filter((file) => !dirname(file).endsWith('helpers'));
  const named = files.map((file): [string, string] => [
    relative(folder, file).replace('.sql', '').replaceAll('_', ' ').replace('/', ': '),
    file,
  ]);
  test.each(named)('%s', async (_, file) => {
    const [result] = await runPgTap(database.url, [file]);
    expect(result?.failures).toEqual([]);
    expect(result?.passed).toBeGreaterThan(0);
  });
}

/** Waits until a look gives something. Fails after `timeoutMs`. */
export async function until<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  timeoutMs = 15_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
