import type { WorkerBackendHarness } from '@pgflow/contract-kit';
import { sqlModule as coreModule, migrate } from '@pgflow/core-sql';
import {
  cloneDatabase,
  createTemplate,
  installExtensions,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { pgmqBackend, sqlModule } from '../src/index.js';

const modules = [coreModule, sqlModule];
const sqlTexts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));

/** What the contract kit has to know of the backend. */
export const pgmqHarness: WorkerBackendHarness = {
  backend: pgmqBackend.name,
  schema: sqlModule.schema,
  version: sqlModule.version,
  capabilities: { delivery: 'pull' },
  async createDatabase() {
    const url = testServerUrl();
    const template = await createTemplate(url, ['pgmq contract', ...sqlTexts], async (sql) => {
      await installExtensions(sql, ['pgmq']);
      await migrate(sql, modules);
    });
    return cloneDatabase(url, template);
  },
  async countDeliveries(sql, queue) {
    const [row] = await sql<[{ count: number }]>`
      select count(*)::int from ${sql('pgmq')}.${sql(`q_${queue}`)}`;
    return row.count;
  },
  async expireLease(sql, { delivery }) {
    const [queue = '', id = ''] = delivery.split(':');
    await sql`select pgmq.set_vt(${queue}, ${id}::text::bigint, 0)`;
  },
  malformed: {
    async put(sql, queue) {
      const messages = [
        'null',
        '{}',
        '[]',
        '"text"',
        '[1, 2, 3]',
        '["00000000-0000-0000-0000-000000000000", 99999, 0]',
        '["0000000a-0000-0000-0000-00000000-000", 0, 0]',
        '["00000000-0000-0000-0000-000000000000", 0]',
        '["00000000-0000-0000-0000-000000000000", 0, "x"]',
      ];
      await sql`select pgmq.send_batch(${queue}, ${messages}::text[]::jsonb[])`;
      return messages.length;
    },
    async reasons(sql, queue) {
      const rows = await sql<{ reason: string }[]>`
        select reason from pgflow_pgmq.dead_letters where queue = ${queue}`;
      return rows.map(({ reason }) => reason);
    },
  },
};
