import { toClaimedTask, toOutcomes, toResultTexts } from './claim-rows.js';
import type { ServedFlow } from './claimed-task.js';
import { openTaskSource } from './task-source.js';
import type { PushSource, PushSourceOptions } from './worker-backend.js';

/**
 * Opens a push source over the functions of a backend's schema. Beside those of the contract the
 * schema needs `start_worker`, `stop_worker`, `housekeep`, `get_run_inputs` and
 * `settle_step_tasks(completed jsonb, failed jsonb) returns json`, which answers the outcomes but for
 * those of plainly completed tasks. Opens two sessions like `sql`; errors of the database come out
 * mapped.
 */
export async function openPushSource(
  schema: string,
  options: PushSourceOptions,
): Promise<{ source: PushSource; flows: ServedFlow[] }> {
  const { calls, flows, common } = await openTaskSource(schema, options);
  const source: PushSource = {
    ...common,
    async start(deliveries) {
      return deliveries.length === 0 ? [] : (await calls.start(deliveries)).map(toClaimedTask);
    },
    async settle(results) {
      return toOutcomes(results, await calls.settle(toResultTexts(results)));
    },
  };
  return { source, flows };
}
