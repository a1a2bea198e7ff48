import type { Sql } from 'postgres';

/**
 * A test build: each marker `-- race point: <name>` of a plpgsql body becomes a call of `reach`. A
 * session that was told to stop there waits for the lock of its own process, which a test holds;
 * every other session goes on.
 */
const racePointsSql = `
create schema pgflow_race;

create function pgflow_race.reach(point text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if point = current_setting('pgflow_race.stop_at', true) then
    perform pg_advisory_lock_shared(hashtext('pgflow_race'), pg_backend_pid());
    perform pg_advisory_unlock_shared(hashtext('pgflow_race'), pg_backend_pid());
  end if;
end
$$;

create function pgflow_race.build(schemas text[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_function oid;
begin
  for v_function in
    select p.oid
    from pg_proc as p
    join pg_language as l on l.oid = p.prolang and l.lanname = 'plpgsql'
    where p.pronamespace = any (schemas::regnamespace[]) and p.prosrc like '%-- race point: %'
  loop
    execute regexp_replace(pg_get_functiondef(v_function), '^ *-- race point: ([a-z ]+)$',
      $call$perform pgflow_race.reach('\\1');$call$, 'gn');
  end loop;
end
$$;
`;

/**
 * Turns a database into a test build: the race points of these schemas can be stopped at. A function
 * keeps its owner, its rights and its settings.
 */
export async function buildRacePoints(sql: Sql, schemas: readonly string[]): Promise<void> {
  await sql.unsafe(racePointsSql);
  await sql`select pgflow_race.build(${[...schemas]}::text[])`;
}
