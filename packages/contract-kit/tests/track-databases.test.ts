import { expect, test, vi } from 'vitest';
import { trackDatabases } from '../src/check/track-databases.js';
import { items } from './faults/items.js';

function counted() {
  const drop = vi.fn(async () => {});
  return { drop, ...trackDatabases({ ...items, createDatabase: async () => ({ url: '', drop }) }) };
}

test('what a case left is dropped, and what it dropped is left alone', async () => {
  const { drop, harness, dropAll } = counted();
  const dropped = await harness.createDatabase();
  await harness.createDatabase();
  await dropped.drop();
  expect(drop).toHaveBeenCalledTimes(1);
  await dropAll();
  expect(drop).toHaveBeenCalledTimes(2);
});

test('a case that ends later drops nothing twice', async () => {
  const { drop, harness, dropAll } = counted();
  const late = await harness.createDatabase();
  await dropAll();
  await late.drop();
  expect(drop).toHaveBeenCalledOnce();
});

test('one that could not be made is no trouble', async () => {
  const createDatabase = () => Promise.reject(new Error('no server'));
  const { harness, dropAll } = trackDatabases({ ...items, createDatabase });
  await expect(harness.createDatabase()).rejects.toThrow('no server');
  await expect(dropAll()).resolves.toBeUndefined();
  expect(harness.schema).toBe(items.schema);
});
