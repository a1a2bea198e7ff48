import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testPgTapFiles } from '@pgflow/dev-postgres/testing';
import { httpDatabase } from './support/http-database.js';

const folder = fileURLToPath(new URL('pgtap', import.meta.url));
testPgTapFiles(folder, httpDatabase(readFileSync(join(folder, 'helpers/calls.sql'), 'utf8')));
