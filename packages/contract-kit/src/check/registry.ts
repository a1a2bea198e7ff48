import postgres from 'postgres';
import type { ContractHarness } from '../harness.js';
import { messageOf } from './message-of.js';
import { type Patience, withinTime } from './within-time.js';

/** What core's registry, and the server, tell of a plug-in. */
export interface RegistryEntry {
  /** The version of Postgres. */
  readonly server: string;
  /** The version of the contract that the plug-in is registered for. */
  readonly contract: string;
  /** What it declares, and which optional functions it has. */
  readonly capabilities: Readonly<Record<string, unknown>>;
}

interface Row extends RegistryEntry {
  readonly name: string;
  readonly schema: string;
}

/**
 * Reads the row of a harness's plug-in. Rejects where the database cannot be had, or the plug-in is not
 * registered there with the schema of the harness: each case of the suite would fail for it.
 */
export async function readRegistry(
  harness: ContractHarness,
  patience: Patience,
): Promise<RegistryEntry> {
  const rows = await withinTime(readRows(harness), patience).catch((error) => {
    throw new Error(`its database cannot be had: ${messageOf(error)}`, { cause: error });
  });
  const [kind, name] =
    'stepType' in harness ? ['step type', harness.stepType] : ['worker backend', harness.backend];
  const row = rows.find((one) => one.name === name);
  if (row?.schema === harness.schema) {
    const { server, contract, capabilities } = row;
    return { server, contract, capabilities };
  }
  const where = row ? `in this database with schema ${harness.schema}` : 'in this database';
  const registered = rows.map((one) => `${one.name} (schema ${one.schema})`).join(', ') || 'none';
  throw new Error(`${kind} "${name}" is not registered ${where}; registered: ${registered}`);
}

async function readRows(harness: ContractHarness): Promise<readonly Row[]> {
  const database = await harness.createDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    return await ('stepType' in harness ? stepTypes(sql) : workerBackends(sql));
  } finally {
    await sql.end({ timeout: 0 });
    await database.drop();
  }
}

function stepTypes(sql: postgres.Sql) {
  return sql<Row[]>`
    select t.step_type as name, t.schema_name as schema, t.contract,
      current_setting('server_version') as server,
      t.capabilities || jsonb_build_object('handle_step_task_start', t.has_task_start,
        'handle_step_task_failure', t.has_task_failure) as capabilities
    from pgflow.step_types as t order by 1`;
}

function workerBackends(sql: postgres.Sql) {
  return sql<Row[]>`
    select b.backend as name, b.schema_name as schema, b.contract,
      current_setting('server_version') as server, b.capabilities
    from pgflow.worker_backends as b order by 1`;
}
