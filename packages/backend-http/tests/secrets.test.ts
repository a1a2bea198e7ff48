import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { httpDatabase } from './support/http-database.js';

const database = httpDatabase();
const secret = 'nobody may see this';

test('a log of all statements and their parameters does not show the secret', async () => {
  const notices: string[] = [];
  const sql = postgres(database.url, {
    max: 1,
    onnotice: ({ message, detail }) => notices.push(`${message} ${detail}`),
  });
  onTestFinished(() => sql.end());
  await sql.unsafe(`
    create schema vault;
    create table vault.decrypted_secrets (name text, decrypted_secret text);
    insert into vault.decrypted_secrets values ('key', '${secret}');
    create schema net;
    create function net.http_post(url text, body jsonb, params jsonb default '{}',
      headers jsonb default '{}', timeout_milliseconds integer default 0) returns bigint
    language sql as 'select 7::bigint';
    select pgflow_http.set_endpoint('flow_a', 'http://functions.test/a', 'key');
    load 'auto_explain'`);
  await sql.unsafe(`
    set client_min_messages = log;
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_parameter_max_length = -1`);
  await sql`select pgflow_http.call_edgefn('http://functions.test/a', '{"some": "payload"}')`;
  expect(notices.join('\n'), 'statements within functions are logged').toContain('http_post');
  expect(notices.join('\n')).not.toContain(secret);
});
