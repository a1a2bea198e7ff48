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
        join pgflow.step_states as s using (run_id, step_index)
        join pgflow.flows as f on f.flow_id = t.flow_id
        where f.queue = ${queue} and t.status in ('queued', 'started')
          and t.task_index < s.next_task_index`;
      return row.count;
    },
    separateDeliveries: false,
    expireLease: async () => {},
    malformed: 'impossible',
  },
  { describe: describe.concurrent, test },
);
