import type { Sql } from 'postgres';
import type { Finding } from './findings.js';
import type { Value } from './reference.js';

/** A run as it came out. */
export interface RunOutcome {
  run_id: string;
  flow_id: number;
  status: string;
  error: { code: string; step?: string; task_index?: number } | null;
  input: Value[];
  /** Outputs of the completed steps, by slug. */
  outputs: Record<string, Value>;
}

/** What SQL finds; see `sql/findings.sql`. */
export async function sqlFindings(sql: Sql): Promise<Finding[]> {
  return [...(await sql<Finding[]>`select kind, law, what from chaos.findings() order by 1, 2, 3`)];
}

/** All runs as they came out. */
export async function runOutcomes(sql: Sql): Promise<RunOutcome[]> {
  return sql<RunOutcome[]>`
    select r.run_id, r.flow_id, r.status, r.error, r.input, coalesce((
        select jsonb_object_agg(d.step_slug, s.output)
        from pgflow.step_states as s
        join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
        where s.run_id = r.run_id and s.status = 'completed'), '{}') as outputs
    from pgflow.runs as r`;
}

/** The tasks that failed for good. */
export async function deadTasks(
  sql: Sql,
): Promise<{ run_id: string; step_slug: string; task_index: number }[]> {
  return sql<{ run_id: string; step_slug: string; task_index: number }[]>`
    select run_id, step_slug, task_index from pgflow.dead_letters`;
}

/** How much was done: tasks, and claims beyond the first of each. */
export async function effort(sql: Sql): Promise<{ tasks: number; redeliveries: number }> {
  const [row] = await sql<[{ tasks: number; redeliveries: number }]>`
    select count(*)::int as tasks,
      coalesce(sum(greatest(claim_no - 1, 0)), 0)::int as redeliveries
    from pgflow.step_tasks`;
  return row;
}
