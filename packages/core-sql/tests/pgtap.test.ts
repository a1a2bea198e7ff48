import { fileURLToPath } from 'node:url';
import { testPgTapFiles } from '@pgflow/dev-postgres/testing';
import { helpedDatabase } from './pgtap/helpers/helped-database.js';

testPgTapFiles(fileURLToPath(new URL('pgtap', import.meta.url)), helpedDatabase());
