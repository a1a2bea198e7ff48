#!/usr/bin/env node
import process from 'node:process';
import { PgflowError } from '@pgflow/core-sql';
import { errorText, runUntilSignal } from '@pgflow/core-sql/process';
import postgres from 'postgres';
import { help, readArguments, secretVariable } from './dispatcher/arguments.js';
import { createDispatcher } from './dispatcher/create-dispatcher.js';

try {
  await main();
} catch (error) {
  const hint = PgflowError.is(error) && error.hint ? `\n${error.hint}` : '';
  console.error(`pgflow-http-dispatcher: ${errorText(error)}${hint}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { help: wantsHelp, concurrency, listen } = readArguments(process.argv.slice(2));
  if (wantsHelp) {
    process.stdout.write(help);
    return;
  }
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set; --help tells what it is for');
  const sql = postgres(url, { onnotice: () => {} });
  const secrets = (name: string) => process.env[secretVariable(name)];
  try {
    await runUntilSignal(createDispatcher({ sql, secrets, concurrency, listen }));
  } finally {
    await sql.end({ timeout: 1 });
  }
}
