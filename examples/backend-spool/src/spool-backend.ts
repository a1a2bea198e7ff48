import { join } from 'node:path';
import {
  openPushSource,
  type PullSource,
  type PushSource,
  type WorkerBackend,
} from '@pgflow/core-sql';
import { checkWholeNumber, TroubleLog } from '@pgflow/core-sql/process';
import { Arrivals } from './arrivals.js';
import { type Relay, startRelay } from './relay.js';
import { Spool, SpoolError } from './spool.js';
import { sqlModule } from './sql-module.js';

/** Options of {@link spoolBackend}. */
export interface SpoolOptions {
  /**
   * A folder on a disk that all workers of one database share, and nobody else: queues of two databases
   * may have the same name. It has to exist; what is in it is made.
   */
  folder: string;
  /**
   * A message is put there again, after so many seconds, if nobody has started its task.
   * @default 30
   */
  againSeconds?: number;
}

// #region backend
/** Tasks reach workers through a folder of files, which a relay within each worker fills. */
export function spoolBackend(options: SpoolOptions): WorkerBackend {
  const { folder, againSeconds = 30 } = options;
  checkWholeNumber('againSeconds of spoolBackend', againSeconds, 1);
  return {
    name: 'spool',
    sqlModule,
    capabilities: { delivery: 'pull' }, // of the source below; in SQL it is "push"
    async openPullSource(sourceOptions) {
      const { source, flows } = await openPushSource(sqlModule.schema, sourceOptions);
      const { logger } = sourceOptions;
      const trouble = new TroubleLog(logger, 'the spool');
      const spools = new Map(
        flows.map(({ queue }) => [queue, new Spool(join(folder, queue), logger, trouble)]),
      );
      try {
        for (const spool of spools.values()) await spool.prepare();
      } catch (error) {
        await source.close('it has no spool');
        throw error;
      }
      const relay = startRelay(sourceOptions, spools, againSeconds);
      return { flows, source: spoolSource(source, [...spools.values()], relay) };
    },
  };
}

/** Messages in hand, and whose they are. */
interface Taken {
  messages: string[];
  from?: Spool;
}

/** A push source whose deliveries are what the spools bring. */
function spoolSource(source: PushSource, spools: Spool[], relay: Relay): PullSource {
  let arrivals: Arrivals[] = [];

  /** Messages of one queue, the first that has any; it is the last one to be asked next time. */
  async function take(quantity: number): Promise<Taken> {
    for (const watched of arrivals) await watched.refresh();
    for (const [at, from] of spools.entries()) {
      const messages = await from.take(quantity);
      if (messages.length > 0) {
        spools.push(...spools.splice(at, 1));
        return { messages, from };
      }
    }
    return { messages: [] };
  }

  return {
    ...source,
    async claim(quantity) {
      const { messages, from } = await take(quantity).catch(
        unlessUnusable<Taken>({ messages: [] }),
      );
      return source.start(messages).catch(async (error) => {
        // Back for others; without that they would come again after againSeconds.
        await from?.put(messages).catch(unlessUnusable(undefined));
        throw error;
      });
    },
    async onWake(listener, onDeaf = () => {}) {
      arrivals = spools.map(({ ready }) => new Arrivals(ready, listener));
      await relay.listen(listener, onDeaf);
      return async () => {
        for (const watched of arrivals) watched.close();
        relay.stopListening();
      };
    },
    async housekeep() {
      await source.housekeep();
      for (const spool of spools) await spool.sweep().catch(unlessUnusable(undefined));
    },
    async close(reason) {
      for (const watched of arrivals) watched.close();
      await relay.close().finally(() => source.close(reason));
    },
  };
}

/** What an unusable spool gives. The log has it already, and a worker has nothing to add. */
function unlessUnusable<Result>(instead: Result) {
  return (error: unknown): Result => {
    if (error instanceof SpoolError) return instead;
    throw error;
  };
}
// #endregion
