// #region beginning
import type { PgflowError, SourceOptions } from '@pgflow/core-sql';
import { backOff, SignalBox, TroubleLog, WakeUps, WorkerSession } from '@pgflow/core-sql/process';
import { type Spool, SpoolError } from './spool.js';

const NAME = 'the relay of the spool';
const LOOK_MS = 1000; // for what became due without a notification, such as a retry
const BATCH = 100;
const LONGEST_SPOOL = 1000;

/** What {@link startRelay} started. */
export interface Relay {
  /** Listens for new deliveries as well, and calls `onPut` when messages were put into the spool. */
  listen(onPut: () => void, onDeaf: (reason: PgflowError) => void): Promise<void>;
  stopListening(): void;
  close(): Promise<void>;
}

/** Puts the keys of due deliveries into the spools, by queue. Any number of relays work side by side. */
export function startRelay(
  options: Pick<SourceOptions, 'sql' | 'workerId' | 'leaseSeconds' | 'logger'>,
  spools: ReadonlyMap<string, Spool>,
  againSeconds: number,
): Relay {
  const { sql, workerId, leaseSeconds, logger } = options;
  const sessions = { like: sql, timeoutMs: leaseSeconds * 1000, applicationName: 'pgflow spool' };
  const calls = new WorkerSession(sessions);
  const ear = new WorkerSession({
    ...sessions,
    lasting: true,
    onNotify: (channel) => wakeUps?.heard(channel),
    onLost: () => wakeUps?.lost(),
  });
  const trouble = new TroubleLog(logger); // of the database; the spools tell of themselves
  const bell = new SignalBox();
  const end = new SignalBox();
  let wakeUps: WakeUps | undefined;
  let onPut = () => {};
  let ended = false;
  // #endregion

  // #region relay
  async function run(): Promise<void> {
    const pauses = backOff();
    while (!ended) {
      try {
        const more = await relayBatch();
        pauses.reset();
        trouble.worked(NAME);
        if (!more) await bell.wait(LOOK_MS);
      } catch (error) {
        if (ended) return;
        if (!(error instanceof SpoolError)) trouble.failed(NAME, error);
        await end.wait(pauses.next(false)); // which notifications do not shorten
      }
    }
  }

  /** Answers whether there may be more. It looks at the folder first: is it there, has it room? */
  async function relayBatch(): Promise<boolean> {
    const open: string[] = [];
    for (const [queue, spool] of spools) {
      if ((await spool.prepare()) < LONGEST_SPOOL) open.push(queue);
    }
    const queues = JSON.stringify(open); // these sessions know no arrays
    const due = await calls.call(
      (sql) => sql<{ queue: string; delivery: string }[]>`
        select queue, delivery
        from pgflow_spool.take_deliveries(
          array(select json_array_elements_text(${queues}::text::json)), ${BATCH}, ${againSeconds})`,
    );
    for (const [queue, spool] of spools) {
      const messages = due.filter((row) => row.queue === queue).map((row) => row.delivery);
      if (messages.length > 0) await spool.put(messages);
    }
    if (due.length > 0) onPut();
    return due.length >= BATCH;
  }
  // #endregion

  // #region ending
  const running = run();
  return {
    async listen(listener, onDeaf) {
      onPut = listener;
      const echoChannel = `pgflow_spool:${workerId}`;
      const channels = [echoChannel, ...[...spools.keys()].map((queue) => `pgflow_spool:${queue}`)];
      const listen = channels.map((channel) => `listen "${channel}"`).join('; ');
      wakeUps = new WakeUps({
        listen: () => ear.call((sql) => sql.unsafe(listen)),
        sendEcho: () => calls.call((sql) => sql`select pg_notify(${echoChannel}, '')`),
        echoChannel,
        onWake: () => bell.ring(),
        onDeaf,
      });
      await wakeUps.start();
    },
    stopListening: () => wakeUps?.stop(),
    async close() {
      ended = true;
      wakeUps?.stop();
      bell.ring();
      end.ring();
      await Promise.all([calls.close(), ear.close(), running]);
    },
  };
}
// #endregion
