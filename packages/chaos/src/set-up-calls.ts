import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sqlModule as http } from '@pgflow/backend-http';
import { sqlModule as pgmq } from '@pgflow/backend-pgmq';
import { sqlModule as table } from '@pgflow/backend-table';
import { sqlModule as core, migrate } from '@pgflow/core-sql';
import { databaseUrl, installExtensions } from '@pgflow/dev-postgres';
import { sqlModule as map } from '@pgflow/step-type-map';
import type { Sql } from 'postgres';
import { connect } from './connect.js';
import { backendNames } from './random-shape.js';

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The name by which endpoints and dispatchers know the secret that signs calls. */
export const SECRET_NAME = 'chaos';

/** What workers, functions and dispatchers may call, as the backends' READMEs say. */
const granted = {
  common: [
    ...['start_worker', 'stop_worker', 'extend_step_tasks', 'release_step_tasks'],
    ...['get_run_inputs', 'housekeep'],
  ],
  pull: ['settle_and_claim'],
  push: [
    ...['start_step_tasks', 'settle_step_tasks'],
    ...['take_calls', 'retry_stale_step_tasks', 'wake_workers'],
  ],
};

/** A database for chaos, with a role for the fleet that has no right but theirs. */
export interface ChaosDatabase {
  name: string;
  /** URL of the owner. */
  url: string;
  /** URL of the fleet's role. */
  fleetUrl: string;
  /** Removes both. */
  drop(): Promise<void>;
}

/** The most connections of the fleet's role on a server that others use too. */
const CONNECTION_LIMIT = 50;

/** Makes a database on a server, with all layers, the log of commits and the checks. */
export async function makeDatabase(serverUrl: string, isOurs: boolean): Promise<ChaosDatabase> {
  const name = `pgflow_chaos_${process.pid}_${randomBytes(3).toString('hex')}`;
  const password = randomBytes(12).toString('base64url');
  const url = databaseUrl(serverUrl, name);
  const fleetUrl = new URL(url);
  fleetUrl.username = name;
  fleetUrl.password = password;
  {
    await using admin = connect(serverUrl, 'chaos admin');
    await admin`create database ${admin(name)}`;
    await admin.unsafe(
      `create role ${name} login password '${password}'
        connection limit ${isOurs ? -1 : CONNECTION_LIMIT}`,
    );
  }
  await using sql = connect(url, 'chaos admin');
  await installExtensions(sql, ['pgmq']);
  await migrate(sql, [core, map, pgmq, table, http]);
  await sql.unsafe(checksSql());
  // A delivery that gets lost is to be found, and not made again.
  await sql`update pgflow.housekeeping set overdue_after = '1 day'`;
  for (const backend of backendNames) {
    const schema = `pgflow_${backend}`;
    const functions = [...granted.common, ...(backend === 'http' ? granted.push : granted.pull)]
      .map((call) => `${schema}.${call}`)
      .join(', ');
    await sql.unsafe(`grant usage on schema ${schema} to ${name};
      grant execute on function ${functions} to ${name}`);
  }
  const drop = async () => {
    await using admin = connect(serverUrl, 'chaos admin');
    await admin`drop database if exists ${admin(name)} with (force)`;
    await admin`drop role if exists ${admin(name)}`;
  };
  return { name, url, fleetUrl: fleetUrl.href, drop };
}

/** Says where the function of a flow is. It has little time, since much of what it is sent gets lost. */
export async function setEndpoint(sql: Sql, slug: string, url: string): Promise<void> {
  await sql`
    select pgflow_http.set_endpoint(${slug}, ${url}, ${SECRET_NAME},
      timeout_ms => 5000, start_timeout_ms => 6000, batch_size => 10, max_calls => 5)`;
}

/** The laws stand once, beside core's own tests; what else is in that file needs a backend of theirs. */
function checksSql(): string {
  return [
    'set check_function_bodies = off; create schema test;',
    text('../../core-sql/tests/pgtap/helpers/40_invariants.sql'),
    'set check_function_bodies = on;',
    text('../sql/set-up.sql'),
    text('../sql/findings.sql'),
  ].join('\n');
}
