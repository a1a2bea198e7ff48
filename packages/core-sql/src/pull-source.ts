import { toClaimedTask, toOutcomes, toResultTexts } from './claim-rows.js';
import type { ServedFlow, TaskResult } from './claimed-task.js';
import { openTaskSource } from './task-source.js';
import { WakeUps } from './wake-ups.js';
import type { PullSource, PullSourceOptions } from './worker-backend.js';

/**
 * Opens a pull source over the functions of a backend's schema. Beside those of the contract the
 * schema needs `start_worker`, `stop_worker`, `housekeep`, `get_run_inputs` and `settle_and_claim`,
 * and it notifies of work on the channels `<schema>:<queue>`. Opens two sessions like `sql`; errors of
 * the database come out mapped.
 */
export async function openPullSource(
  schema: string,
  options: PullSourceOptions,
): Promise<{ source: PullSource; flows: ServedFlow[] }> {
  let wakeUps: WakeUps | undefined;
  const { calls, flows, common } = await openTaskSource(schema, options, {
    onNotify: (channel) => wakeUps?.heard(channel),
    onLost: () => wakeUps?.lost(),
  });
  const nextQueues = rotation([...new Set(flows.map(({ queue }) => queue))]);

  const settleAndClaim = async (results: TaskResult[], quantity: number) => {
    const { outcomes, tasks, crowded } = await calls.settleAndClaim({
      ...toResultTexts(results),
      queues: nextQueues(),
      quantity,
    });
    return { outcomes: toOutcomes(results, outcomes), tasks: tasks.map(toClaimedTask), crowded };
  };

  const source: PullSource = {
    ...common,
    settleAndClaim,
    async claim(quantity) {
      return (await settleAndClaim([], quantity)).tasks;
    },
    async settle(results) {
      return (await settleAndClaim(results, 0)).outcomes;
    },
    async onWake(listener, onDeaf = () => {}) {
      const echoChannel = `pgflow:${options.workerId}`;
      const channels = nextQueues().map((queue) => `${schema}:${queue}`);
      wakeUps = new WakeUps({
        listen: () => calls.listen([...channels, echoChannel]),
        sendEcho: () => calls.notify(echoChannel),
        echoChannel,
        onWake: listener,
        onDeaf,
      });
      await wakeUps.start();
      return async () => wakeUps?.stop();
    },
    async close(reason) {
      wakeUps?.stop();
      await common.close(reason);
    },
  };
  return { source, flows };
}

/** The queues, each time beginning with the next one, so that a deep queue starves no other. */
function rotation(queues: string[]): () => string[] {
  let first = 0;
  return () => {
    const turned = [...queues.slice(first), ...queues.slice(0, first)];
    first = queues.length === 0 ? 0 : (first + 1) % queues.length;
    return turned;
  };
}
