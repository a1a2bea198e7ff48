import type { WorkerBackendHarness } from '@pgflow/contract-kit';
import { sqlModule } from '../src/sql-module.js';
import { createDatabase } from './create-database.js';

// #region harness
/** What the contract kit has to know: how to look at deliveries, and how to let time pass. */
export const harness: WorkerBackendHarness = {
  backend: 'my_thing',
  version: sqlModule.version,
  schema: sqlModule.schema,
  capabilities: { delivery: 'pull' },
  createDatabase,
  async countDeliveries(sql, queue) {
    const rows = await sql`
      select from pgflow_my_thing.deliveries where queue = ${queue}`;
    return rows.count;
  },
  async expireLease(sql, { delivery }) {
    await sql`
      update pgflow_my_thing.deliveries set visible_at = clock_timestamp()
      where delivery = ${delivery}`;
  },
  malformed: { impossible: 'a delivery is a row with the columns of a task' },
};
// #endregion
