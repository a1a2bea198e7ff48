import { readdirSync, readFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);
const files = readdirSync(here)
  .filter((file) => file.endsWith('.sql'))
  .sort();

/** The SQL of a worker backend on one table, the smallest that keeps the laws. */
export const tableBackendSql = files
  .map((file) => readFileSync(new URL(file, here), 'utf8'))
  .join('\n');
