import { performance } from 'node:perf_hooks';
import { connect } from './connect.js';
import type { Figures } from './engine.js';
import { resetStatements } from './statements.js';
import { quantile } from './statistics.js';

/** What was done while the clock ran. */
export interface Work {
  /** Tasks, jobs or steps that were completed. */
  tasks: number;
  latenciesMs?: number[];
  /** Where not all of the time counts. @default the time that the work took */
  wallMs?: number;
}

/**
 * Does the work after a checkpoint and says what it took. WAL is that of the whole server, so nothing
 * else may use it; CPU time is that of this process.
 */
export async function timed(url: string, work: () => Promise<Work>): Promise<Figures> {
  await using sql = connect(url);
  await resetStatements(sql);
  await sql`checkpoint`;
  const [before] = await sql<[{ lsn: string }]>`select pg_current_wal_insert_lsn() as lsn`;
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const { tasks, latenciesMs, wallMs = performance.now() - begun } = await work();
  const cpu = process.cpuUsage(cpuBefore);
  const [after] = await sql<[{ bytes: number }]>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${before.lsn})::float8 as bytes`;
  return {
    rate: (tasks / wallMs) * 1000,
    ...(latenciesMs ? quantiles(latenciesMs) : {}),
    wal_bytes_per_task: after.bytes / tasks,
    node_cpu_us_per_task: (cpu.user + cpu.system) / tasks,
  };
}

function quantiles(latenciesMs: number[]): Figures {
  return {
    p50_ms: quantile(latenciesMs, 0.5),
    p95_ms: quantile(latenciesMs, 0.95),
    p99_ms: quantile(latenciesMs, 0.99),
  };
}
