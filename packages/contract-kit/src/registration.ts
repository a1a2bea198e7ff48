import assert from 'node:assert/strict';
import type { Sql, TransactionSql } from 'postgres';
import type { Database } from './database.js';

/** A plug-in as its registering function takes it. */
export interface Plugin {
  readonly kind: 'worker_backend' | 'step_type';
  readonly name: string;
  readonly schema: string;
  readonly capabilities: object | null;
  /** @default that of core */
  readonly contract?: string;
}

const rolledBack = new Error('rolled back');

/** Asserts what registering a plug-in refuses; `signatures` are the functions that it needs. */
export function describeRefusals(
  test: (name: string, body: (database: Database) => Promise<void>) => void,
  plugin: Plugin,
  signatures: readonly string[],
): void {
  test('a missing function is refused with PF011, and named', ({ sql }) =>
    refusesWrongFunctions(sql, plugin, signatures, 'missing'));
  test('a function with another result is refused with PF011, and named', ({ sql }) =>
    refusesWrongFunctions(sql, plugin, signatures, 'another result'));
  test('a role that is not the owner is refused', ({ sql }) => refusesOthers(sql, plugin));
  test('capabilities that the contract does not have are refused with PF020', ({ sql }) =>
    refusesOtherCapabilities(sql, plugin));
  test('a refusal names the plug-in, the function, what was expected and what was found', ({
    sql,
  }) => refusesByName(sql, plugin));
}

/** Asserts that registering is refused with PF011 when any one of the functions does not fit. */
export async function refusesWrongFunctions(
  sql: Sql,
  plugin: Plugin,
  signatures: readonly string[],
  flaw: 'missing' | 'another result',
): Promise<void> {
  for (const signature of signatures) {
    await inRolledBack(sql, async (tx) => {
      await tx.unsafe(`drop function if exists ${plugin.schema}.${signature} cascade`);
      if (flaw === 'another result') {
        await tx.unsafe(
          `create function ${plugin.schema}.${signature} returns bigint language sql as 'select 1::bigint'`,
        );
      }
      const error = await refusal(tx, plugin);
      const [name = ''] = signature.split('(');
      assert.equal(error.code, 'PF011', `${signature}: ${error.message}`);
      assert.ok(error.message.includes(`${plugin.schema}.${name}`), error.message);
      assert.ok(error.message.includes(`"${plugin.name}"`), error.message);
      assert.match(error.detail ?? '', flaw === 'missing' ? /Found/ : /returns bigint/);
    });
  }
}

/** Asserts that registering is refused with PF020 when the contract does not have a capability. */
async function refusesOtherCapabilities(sql: Sql, plugin: Plugin): Promise<void> {
  for (const capabilities of [{ ...plugin.capabilities, kit_unknown: true }, ['kit'], null]) {
    await inRolledBack(sql, async (tx) => {
      const error = await refusal(tx, { ...plugin, capabilities });
      assert.equal(error.code, 'PF020', error.message);
      assert.match(error.detail ?? '', /kit|null/);
    });
  }
}

/** Asserts that each refusal names the plug-in, the function, what was expected and what was found. */
async function refusesByName(sql: Sql, plugin: Plugin): Promise<void> {
  const wrong: Record<string, Partial<Plugin>> = {
    PF004: { name: 'Kit' },
    PF011: { name: 'kit_other', schema: 'kit_nowhere' },
    PF018: { contract: '999.0' },
    PF019: { name: 'kit_other' },
    PF020: { capabilities: { ...plugin.capabilities, kit_unknown: true } },
  };
  for (const [code, flaw] of Object.entries(wrong)) {
    const refused = { ...plugin, ...flaw };
    await inRolledBack(sql, async (tx) => {
      const error = await refusal(tx, refused);
      assert.equal(error.code, code, error.message);
      for (const named of [`register_${plugin.kind}`, `"${refused.name}"`]) {
        assert.ok(error.message.includes(named), `${error.message}: does not name ${named}`);
      }
      assert.match(error.detail ?? '', /Expected: .+ Found: ./, code);
    });
  }
}

/** Asserts that a role which may call the registering function, but owns nothing, is refused. */
async function refusesOthers(sql: Sql, plugin: Plugin): Promise<void> {
  await inRolledBack(sql, async (tx) => {
    await tx.unsafe(`
      create role kit_stranger nologin;
      grant usage on schema pgflow, ${plugin.schema} to kit_stranger;
      set local role kit_stranger`);
    assert.equal((await refusal(tx, plugin)).code, '42501', 'no EXECUTE');
  });
  await inRolledBack(sql, async (tx) => {
    await tx.unsafe(`
      create role kit_stranger nologin;
      grant usage on schema pgflow, ${plugin.schema} to kit_stranger;
      grant execute on all functions in schema pgflow, ${plugin.schema} to kit_stranger;
      set local role kit_stranger`);
    assert.equal((await refusal(tx, plugin)).code, 'PF012', 'EXECUTE is not enough');
  });
}

async function refusal(tx: TransactionSql, plugin: Plugin) {
  const { kind, name, schema, capabilities, contract = null } = plugin;
  try {
    await tx`select ${tx('pgflow')}.${tx(`register_${kind}`)}(
      ${name}, ${schema}, ${JSON.stringify(capabilities)}::text::jsonb,
      coalesce(${contract}, pgflow.contract_version()))`;
  } catch (error) {
    return error as Error & { code: string; detail?: string };
  }
  throw new assert.AssertionError({ message: `registering ${kind} ${name} was not refused` });
}

async function inRolledBack(sql: Sql, body: (tx: TransactionSql) => Promise<void>): Promise<void> {
  await assert.rejects(
    sql.begin(async (tx) => {
      await body(tx);
      throw rolledBack;
    }),
    (error) => {
      if (error !== rolledBack) throw error;
      return true;
    },
  );
}
