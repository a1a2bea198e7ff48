import type { Sql } from 'postgres';
import { connect } from '../connect.js';

/** Raises unless all these runs are completed, and have so many tasks, all completed. */
export async function checkWork(sql: Sql, runIds: readonly string[], tasks: number): Promise<void> {
  const ids = [...runIds];
  const [found] = await sql<[{ runs: number; tasks: number; completed: number }]>`
    select
      (select count(*)::int from pgflow.runs
        where run_id = any(${ids}::uuid[]) and status = 'completed') as runs,
      count(*)::int as tasks,
      (count(*) filter (where status = 'completed'))::int as completed
    from pgflow.step_tasks
    where run_id = any(${ids}::uuid[])`;
  if (found.runs === ids.length && found.tasks === tasks && found.completed === tasks) return;
  throw new Error(
    `work was lost: ${found.runs} of ${ids.length} runs are completed, ` +
      `${found.completed} of ${found.tasks} tasks, and there should be ${tasks}`,
  );
}

/** Raises where calls left anything to deliver, or a task has not the output of a handler that does nothing. */
export async function checkOutbox(url: string): Promise<void> {
  await using sql = connect(url);
  const [found] = await sql<[{ left: number; wrong: number }]>`
    select (select count(*)::int from pgflow_http.deliveries) as left,
      (select count(*)::int from pgflow.step_tasks where output is distinct from '{"ok": 1}') as wrong`;
  if (found.left === 0 && found.wrong === 0) return;
  throw new Error(`${found.left} deliveries are left, and ${found.wrong} outputs are wrong`);
}
