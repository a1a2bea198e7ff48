import assert from 'node:assert/strict';
import type { Sql } from 'postgres';
import type { Session } from '../database.js';
import { buildRacePoints } from './race-points.js';

/** A place where a call can be stopped: a race point, or the end of its transaction. */
export type Place = string;

/** The place behind all that a call does, with its transaction still open. */
export const commit: Place = 'commit';

/** What one side of a race does, in a session of its own. */
export type Move<Side, Value> = (side: Side) => PromiseLike<Value>;

/** What two calls at once come to. */
export interface Finish<First, Second> {
  readonly first: First;
  readonly second: Second;
  /** Whether the second call waited while the first one stood at its place. */
  readonly waited: boolean;
}

/** Runs two calls against each other. */
export interface Track<Side> {
  /**
   * The first call runs to its place and stands there; the second one runs until it is done, waits
   * for a lock or stands at a place of its own; then both go on. Raises when either raises, or when
   * the first one does not come to its place.
   */
  race<First, Second>(
    place: Place,
    first: Move<Side, First>,
    second: Move<Side, Second>,
    secondPlace?: Place,
  ): Promise<Finish<First, Second>>;
}

/** Makes a database a test build, and opens what races need: two sides, and a session that stops them. */
export async function openTrack<Side>(
  sql: Sql,
  schemas: readonly string[],
  open: () => Promise<Session>,
  side: (session: Session) => Side,
): Promise<Track<Side>> {
  await buildRacePoints(sql, schemas);
  const [one, other, gate] = [await open(), await open(), await open()];
  const run = async <Value>(session: Session, move: Move<Side, Value>, place?: Place) => {
    const letGo = await hold(session, gate.sql, place);
    let over = false;
    const answer = Promise.resolve(move(side(session)))
      .then(
        (value) => () => value,
        (error: unknown) => (): Value => {
          throw error;
        },
      )
      .finally(() => {
        over = true;
      });
    let waits = false;
    while (!over && !waits) waits = await isWaiting(sql, session.pid);
    return { waits, stands: waits || place === commit, finish: () => letGo(answer) };
  };
  return {
    async race(place, first, second, secondPlace) {
      const leader = await run(one, first, place);
      if (!leader.stands) {
        (await leader.finish())();
        assert.fail(`the first call does not come to "${place}"`);
      }
      const chaser = await run(other, second, secondPlace);
      const [won, lost] = await Promise.all([leader.finish(), chaser.finish()]);
      return { first: won(), second: lost(), waited: chaser.waits };
    },
  };
}

/** Sees to it that a session stops at a place; answers how to let it go on, to the end of its call. */
async function hold({ sql, pid }: Session, gate: Sql, place: Place = '') {
  await sql`select set_config('pgflow_race.stop_at', ${place}, false)`;
  if (place === commit) await sql`begin`;
  else await gate`select pg_advisory_lock(hashtext('pgflow_race'), ${pid})`;
  return async <End>(answer: Promise<End>): Promise<End> => {
    if (place !== commit) {
      await gate`select pg_advisory_unlock(hashtext('pgflow_race'), ${pid})`;
    }
    const end = await answer;
    if (place === commit) await sql`commit`;
    return end;
  };
}

async function isWaiting(sql: Sql, pid: number): Promise<boolean> {
  const [row] = await sql<[{ waits: boolean }?]>`
    select wait_event in ('advisory', 'transactionid', 'tuple') as waits
    from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`;
  return row?.waits === true;
}
