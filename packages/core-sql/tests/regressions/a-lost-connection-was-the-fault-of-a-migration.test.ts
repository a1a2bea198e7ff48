import { expect, test } from 'vitest';
import { migrationError } from '../../src/migration-error.js';

test('a connection that is lost while a file is applied is not what Postgres says of the file', () => {
  const lost = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  const migration = { version: '20260101000000', name: 'init', sql: 'select 1' };
  const module = { name: 'any', version: '1.0.0', requires: {}, migrations: [migration] };
  expect(migrationError(lost, { ...module, schema: 'any' }, migration)).toBe(lost);
});
