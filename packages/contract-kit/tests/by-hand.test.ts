import { describe, test } from 'vitest';
import { describeWorkerBackend } from '../src/index.js';
import { byHandSql } from '../src/sql/by-hand.js';
import { createDatabase } from './database.js';

// The rows of the tasks are this backend's deliveries: those that core would have delivered.
describeWorkerBackend(
  {
    backend: 'by_hand',
    schema: 'pgflow_by_hand',
    capabilities: { delivery: 'pull' },
    createDatabase: () => createDatabase(byHandSql),
    async countDeliveries(sql, queue) {
      const [row] = await sql<[{ count: number }]>`
        select count(*)::int from pgflow.step_tasks as t
        join pgflow.flows as f using (flow_id)
        where f.queue = ${queue} and t.status in ('queued', 'started')`;
      return row.count;
    },
    expireLease: async () => {},
    malformed: 'impossible',
  },
  { describe: describe.concurrent, test },
);
