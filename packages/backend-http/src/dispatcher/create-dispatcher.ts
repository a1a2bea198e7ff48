import { lifecycle, WakeUps, WorkerSession } from '@pgflow/core-sql/process';
import { DispatchLoop } from './dispatch-loop.js';
import { dispatcherCalls } from './dispatcher-calls.js';
import {
  type DispatcherOptions,
  type DispatcherSettings,
  toDispatcherSettings,
} from './dispatcher-options.js';

/** How long a call of the database may take, in ms. */
const CALL_TIMEOUT = 20_000;

/** How often the session that listens is asked whether it is still there, in ms. */
const PROBE_INTERVAL = 20_000;

/** Makes the calls that the database wants made. Several at once are safe; each makes some of them. */
export interface Dispatcher {
  /**
   * Begins to work. Rejects with a DatabaseUnreachableError, a NotInstalledError, or PF114 where pg_net
   * makes the calls.
   */
  start(): Promise<void>;
  /**
   * Takes no more calls, waits for the answers of those in flight, and reports them. While it stops,
   * another call waits for the same end.
   */
  stop(options?: { reason?: string }): Promise<void>;
}

/** Makes a dispatcher. Raises PF303 for a bad option. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const settings = toDispatcherSettings(options);
  const { start, stop } = lifecycle(() => begin(settings));
  return { start, stop: ({ reason = 'stopped' } = {}) => stop(reason) };
}

async function begin(settings: DispatcherSettings): Promise<(reason: string) => Promise<void>> {
  const { sql, logger, listen } = settings;
  const echoChannel = `pgflow_http:${crypto.randomUUID()}`;
  let wakeUps: WakeUps | undefined;
  const shared = { like: sql, applicationName: 'pgflow dispatcher', timeoutMs: CALL_TIMEOUT };
  const work = new WorkerSession(shared);
  const listening = new WorkerSession({
    ...shared,
    lasting: true,
    onNotify: (channel) => wakeUps?.heard(channel),
    onLost: () => wakeUps?.lost(),
  });
  const closeSessions = () => Promise.all([work.close(), listening.close()]);
  const calls = dispatcherCalls(work, listening);
  const loop = new DispatchLoop(calls, settings);
  try {
    // Says whether pgflow is there, and wants a dispatcher.
    await calls.takeCalls([], 0);
  } catch (error) {
    await closeSessions();
    throw error;
  }
  if (listen) {
    wakeUps = new WakeUps({
      listen: () => calls.listen(echoChannel),
      sendEcho: () => calls.notify(echoChannel),
      echoChannel,
      onWake: loop.wake,
      onDeaf: ({ message, code, hint }) => {
        logger.warn(message, { code, hint });
        loop.lookOften();
      },
    });
    await wakeUps.start();
  } else {
    loop.lookOften();
  }
  // A loss shows when it is used: the session makes itself anew, and listens again.
  const probe = setInterval(() => calls.probe().catch(() => {}), PROBE_INTERVAL);
  const running = loop.run();
  logger.info('dispatcher started', { concurrency: settings.concurrency });

  return async (reason) => {
    logger.info('dispatcher stops', { reason });
    clearInterval(probe);
    wakeUps?.stop();
    loop.stop();
    await running;
    await closeSessions();
    logger.info('dispatcher stopped');
  };
}
