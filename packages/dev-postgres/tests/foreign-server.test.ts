import {
  cloneDatabase,
  createTemplate,
  installExtensions,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { expect, test } from 'vitest';
import { connect } from '../src/connect.js';
import { extensionFiles, extensionScript } from '../src/extension-files.js';

const url = testServerUrl();

test('the npm packages hold control files and scripts', () => {
  expect(extensionFiles('pgmq').get('pgmq.control')?.toString()).toContain('default_version');
  expect(extensionScript('pgtap')).toContain('CREATE OR REPLACE FUNCTION plan');
});

test('extensions install as plain SQL where the server has no files of them', async () => {
  await using database = await cloneDatabase(
    url,
    await createTemplate(url, 'empty', async () => {}),
  );
  await using sql = connect(database.url);
  // A view of this name hides the server's own and says that nothing is available.
  await sql`create schema empty`;
  await sql`create view empty.pg_available_extensions as select ''::name as name where false`;
  await sql`set search_path = empty, pg_catalog, public`;
  await installExtensions(sql);
  await installExtensions(sql);
  await sql`set search_path = public`;
  expect(await sql`select extname from pg_extension where extname <> 'plpgsql'`).toEqual([]);
  expect(await sql`select empty.diag('pgTAP is there') as tap`).toEqual([
    { tap: '# pgTAP is there' },
  ]);
  await sql`select pgmq.create('jobs')`;
  expect(await sql`select queue_name from pgmq.list_queues()`).toHaveLength(1);
});
