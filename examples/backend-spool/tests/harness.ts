import type { WorkerBackendHarness } from '@pgflow/contract-kit';
import { sqlModule } from '../src/sql-module.js';
import { createDatabase } from './create-database.js';

/** What the contract kit has to know: how to look at deliveries, and how to let time pass. */
export const harness: WorkerBackendHarness = {
  backend: 'spool',
  version: sqlModule.version,
  schema: sqlModule.schema,
  capabilities: { delivery: 'push' },
  createDatabase,
  // #region receive
  // What the relay puts into the spool and a worker takes out of it, without the files between.
  async receive(sql, queue, quantity) {
    const rows = await sql<{ delivery: string }[]>`
      select delivery from pgflow_spool.take_deliveries(${[queue]}, ${quantity}, 30)`;
    return rows.map(({ delivery }) => delivery);
  },
  // #endregion
  async countDeliveries(sql, queue) {
    const rows = await sql`
      select from pgflow_spool.deliveries where queue = ${queue}`;
    return rows.count;
  },
  async expireLease(sql, { delivery }) {
    await sql`
      update pgflow_spool.deliveries set visible_at = clock_timestamp()
      where delivery = ${delivery}`;
  },
  // Files that name none are in garbage.test.ts.
  malformed: { impossible: 'a delivery is a row with the columns of a task' },
};
