import type { PullBackendHarness, PushBackendHarness } from '../src/index.js';
import { byHandSql } from '../src/sql/by-hand.js';
import { createDatabase } from './database.js';

/** `by_hand` as it is. The rows of the tasks are its deliveries: those that core would have delivered. */
export const pulledByHand: PullBackendHarness = {
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
  malformed: { impossible: 'a delivery is a row with the key of a task' },
};

const pushedSql = `${byHandSql}
drop function pgflow_by_hand.read_queued_step_tasks;
select pgflow.register_worker_backend('by_hand', 'pgflow_by_hand', '{"delivery": "push"}');
`;

/** The same without its function that reads: its workers are brought what is due. */
export const pushedByHand: PushBackendHarness = {
  ...pulledByHand,
  capabilities: { delivery: 'push' },
  createDatabase: () => createDatabase(pushedSql),
  async receive(sql, queue, quantity) {
    const rows = await sql<{ delivery: string }[]>`
      select pgflow_by_hand._due(${[queue]}::text[], ${quantity}) as delivery`;
    return rows.map(({ delivery }) => delivery);
  },
};
