import * as moves from '../races/moves.js';
import { commit, type Move, type Place } from '../races/race.js';
import type { Pair, RaceSuite, RaceWorld } from '../races/race-suite.js';
import type { Connection } from './backend-suite.js';

/** A call that holds something at each of its places. */
interface Call {
  readonly name: string;
  readonly places: readonly Place[];
  readonly move: (scene: Pair) => Move<Connection, unknown>;
  /** What it needs to find to come to its places, unless that is any run with deliveries. */
  readonly scene?: (world: RaceWorld) => Promise<Pair>;
}

const { cancel, claim, complete, extend, fail, failOnce, release, retry, start } = moves;

/** Calls that lock the run; of two of them the later one holds nothing. */
const lockers: Call[] = [
  {
    name: 'complete',
    places: ['runs locked', 'tasks settled'],
    move: ({ left, right }) => complete(left, right),
  },
  { name: 'retry', places: ['tasks settled'], move: ({ left, right }) => failOnce(right, left) },
  { name: 'fail', places: ['tasks cancelled'], move: ({ left }) => fail(left), scene: expired },
  {
    name: 'cancel',
    places: ['runs locked', 'tasks cancelled'],
    move: ({ runId }) => cancel(runId),
    scene: expired,
  },
  {
    name: 'retry_run',
    places: ['run reopened', 'tasks requeued'],
    move: ({ runId }) => retry(runId),
    scene: cancelled,
  },
];

/** Calls that lock tasks and deliveries only. */
const others: Call[] = [
  { name: 'claim', places: ['deliveries read', 'tasks taken'], move: ({ queue }) => claim(queue) },
  {
    name: 'start',
    places: ['deliveries read', 'tasks taken'],
    move: ({ left, right }) => start(right, left),
    scene: expired,
  },
  { name: 'extend', places: [commit], move: ({ left, right }) => extend(right, left) },
  { name: 'release', places: [commit], move: ({ left, right }) => release(left, right) },
];

/** Each call stands with what it holds, another one comes with what it holds; then both go on. */
export function racesCrossing({ describe, test }: RaceSuite): void {
  const crossing = (first: Call, place: Place, against: Call[]) =>
    test(`${first.name} at ${place} x each call: no deadlock, and nothing is lost`, async (world) => {
      for (const second of against) {
        const scene = first.scene ?? second.scene ?? expired;
        const cross = async (other: Place) => {
          const pair = await scene(world);
          await world.race(place, first.move(pair), second.move(pair), other);
          await world.drive(pair);
        };
        await world.each([second.name], () => world.each(second.places, cross));
      }
    });

  describe('race: two calls that both hold something', () => {
    for (const first of [...lockers, ...others]) {
      const against = lockers.includes(first) ? others : [...lockers, ...others];
      for (const place of first.places) crossing(first, place, against);
    }
  });
}

/** Both leases ran out, so that a claim, a start and the result of a worker meet. */
async function expired(world: RaceWorld): Promise<Pair> {
  const pair = await world.scene();
  await world.expire(...pair.claims);
  return pair;
}

/** The run was cancelled, and there are deliveries left of it. */
async function cancelled(world: RaceWorld): Promise<Pair> {
  const pair = await world.scene();
  await world.core.cancelRun(pair.runId);
  for (const claim of pair.claims) await world.backend.enqueue(pair.queue, claim);
  return pair;
}
