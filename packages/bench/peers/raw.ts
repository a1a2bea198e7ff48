// What this machine's Postgres can do at all: handwritten SQL, by pgbench.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installExtensions } from '@pgflow/dev-postgres';
import { connect } from '../dist/connect.js';
import type { Case, Engine, Figures } from '../dist/engine.js';
import { timed } from '../dist/timed.js';

const program = process.env.PGBENCH ?? 'pgbench';

interface Script {
  name: string;
  setUp: (sql: ReturnType<typeof connect>) => Promise<unknown>;
  script: string;
  tasksPerScript: number;
}

const table = (sql: ReturnType<typeof connect>) =>
  sql`create table q (id bigint generated always as identity primary key, payload jsonb not null)`;
const pgmq = async (sql: ReturnType<typeof connect>) => {
  await installExtensions(sql, ['pgmq']);
  await sql`select pgmq.create('q')`;
};

const scripts: Script[] = [
  {
    name: 'insert-delete-1',
    setUp: table,
    script: `insert into q (payload) values ('{"a":1}');
delete from q where id = (select id from q order by id for update skip locked limit 1);`,
    tasksPerScript: 1,
  },
  {
    name: 'insert-delete-100',
    setUp: table,
    script: `insert into q (payload) select '{"a":1}' from generate_series(1, 100);
delete from q where id = any(array(select id from q order by id for update skip locked limit 100));`,
    tasksPerScript: 100,
  },
  {
    name: 'pgmq-1',
    setUp: pgmq,
    script: `select pgmq.send('q', '{"a":1}');
select pgmq.archive('q', (select msg_id from pgmq.read('q', 30, 1)));`,
    tasksPerScript: 1,
  },
  {
    name: 'pgmq-100',
    setUp: pgmq,
    script: `select pgmq.send_batch('q', array(select '{"a":1}'::jsonb from generate_series(1, 100)));
select count(*) from pgmq.archive('q', array(select msg_id from pgmq.read('q', 30, 100)));`,
    tasksPerScript: 100,
  },
];

function pgbench(url: string, script: string, clients: number, seconds: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-bench-'));
  try {
    const file = join(folder, 'script.sql');
    writeFileSync(file, script);
    const options = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2'];
    return execFileSync(program, [...options, '-T', String(seconds), '-f', file, url], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(url: string, { setUp, script, tasksPerScript }: Script, seconds: number) {
  const sql = connect(url);
  await setUp(sql);
  const figures: Figures = await timed(url, async () => {
    const said = pgbench(url, script, 8, seconds);
    const find = (shape: RegExp) => Number(shape.exec(said)?.[1]);
    const scriptsDone = find(/number of transactions actually processed: (\d+)/);
    const wallMs = (scriptsDone / find(/tps = ([\d.]+)/)) * 1000;
    return { tasks: scriptsDone * tasksPerScript, wallMs };
  });
  // The work is done in pgbench's process.
  return { ...figures, node_cpu_us_per_task: undefined };
}

/** Which pgbench this is; undefined where there is none. */
function version(): string | undefined {
  try {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8' });
    return `pgbench ${/[\d.]+/.exec(said)?.[0]}`;
  } catch {
    return undefined;
  }
}

const found = version();

const cases: Case[] = scripts.map((script) => ({
  row: 'raw',
  variant: script.name,
  measure: ({ url, scale }) => measure(url, script, Math.max(1, Math.round(3 * scale))),
}));

export const engine: Engine = {
  name: 'raw',
  title: found ?? 'no pgbench',
  cases: found ? cases : [],
};
