import { toClaimedTask, toOutcomes, toResultTexts } from './claim-rows.js';
import type { ServedFlow } from './claimed-task.js';
import { openTaskSource } from './task-source.js';
import type { PushSource, PushSourceOptions } from './worker-backend.js';

/**
 * Opens a push source over the functions of a backend's schema. Beside those of the contract the
 * schema needs `start_worker`, `stop_worker`, `housekeep`, `get_run_inputs` and
 * `settle_step_tasks(completed jsonb, failed jsonb) returns json`, which answers the outcomes but for
 * those of plainly completed tasks; raises PF341 where one is missing. Tasks of flows that are not
 * served are given back. Opens two sessions like `sql`; errors of the database come out mapped.
 */
export async function openPushSource(
  schema: string,
  options: PushSourceOptions,
): Promise<{ source: PushSource; flows: ServedFlow[] }> {
  const { calls, flows, common } = await openTaskSource(schema, options);
  const served = new Set(flows.map(({ flowId }) => flowId));
  // A schema without it would claim tasks, and then settle none of them.
  await calls.settle({ completed: '[]', failed: '[]' }).catch(async (error) => {
    await common.close('it cannot settle').catch(() => {});
    throw error;
  });
  const source: PushSource = {
    ...common,
    async start(deliveries) {
      if (deliveries.length === 0) return [];
      const tasks = (await calls.start(deliveries)).map(toClaimedTask);
      // A delivery may be on the wrong queue. Its task spends no attempt here.
      await common.release(tasks.filter(({ flowId }) => !served.has(flowId)));
      return tasks.filter(({ flowId }) => served.has(flowId));
    },
    async settle(results) {
      return toOutcomes(results, await calls.settle(toResultTexts(results)));
    },
  };
  return { source, flows };
}
