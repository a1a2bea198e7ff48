/** A process that does one job, asked and answered over IPC. */
import type { Answer } from './ask-child.js';
import { connect } from './connect.js';
import { type Context, caseName, type Engine, type EngineInfo, type Figures } from './engine.js';
import { ours } from './engines.js';
import { loadPeer } from './peers.js';

/** What a child is asked: which cases an engine has, or to prepare or to measure one of them. */
export type Job =
  | { kind: 'describe'; engine: string }
  | (Context & { kind: 'prepare' | 'measure'; engine: string; name: string });

process.once('disconnect', () => process.exit());
process.once('message', async (job: Job) => {
  const answer = await work(job).then(
    (value): Answer<Figures | EngineInfo | undefined> => ({ value }),
    (error): Answer<never> => ({ error: String(error) }),
  );
  // Peers leave connections and timers behind.
  process.send?.(answer, () => process.exit());
});

async function work(job: Job): Promise<Figures | EngineInfo | undefined> {
  const engine = ours.find(({ name }) => name === job.engine) ?? (await loadPeer(job.engine));
  if (job.kind === 'describe') return describe(engine);
  const found = engine.cases.find((candidate) => caseName(candidate) === job.name);
  if (!found) throw new Error(`${engine.name} has no case ${job.name}`);
  const { url, scale } = job;
  if (job.kind === 'prepare') await found.prepare?.({ url, scale });
  else return { ...(await found.measure({ url, scale })), dead_tuples: await deadTuples(url) };
}

/** What can be sent; a peer's database is always empty at first. */
function describe({ name, title, cases }: Engine): EngineInfo {
  return { name, title, cases: cases.map(({ row, variant }) => ({ row, variant })) };
}

async function deadTuples(url: string): Promise<number> {
  await using sql = connect(url);
  const [row] = await sql<[{ dead: number }]>`
    select coalesce(sum(n_dead_tup), 0)::float8 as dead from pg_stat_user_tables`;
  return row.dead;
}
