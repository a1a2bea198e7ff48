import type { ClaimedTask, TaskOutcome, TaskResult, WorkerBackend } from '@pgflow/core-sql';

/**
 * The backend, telling of each task whose completion was committed when the worker hears of it: the
 * moment at which a run's last step, and so the run, has ended.
 */
export function observed(
  backend: WorkerBackend,
  onCompleted: (task: ClaimedTask) => void,
): WorkerBackend {
  const tell = (results: TaskResult[], outcomes: TaskOutcome[]) => {
    for (const [index, { outcome }] of outcomes.entries()) {
      const result = results[index];
      if (result && outcome === 'completed') onCompleted(result.task);
    }
  };
  return {
    ...backend,
    async openPullSource(options) {
      if (!backend.openPullSource) throw new Error(`backend ${backend.name} is not pulled from`);
      const { source, flows } = await backend.openPullSource(options);
      const { settleAndClaim } = source;
      return {
        flows,
        source: {
          ...source,
          async settle(results) {
            const outcomes = await source.settle(results);
            tell(results, outcomes);
            return outcomes;
          },
          ...(settleAndClaim && {
            async settleAndClaim(results: TaskResult[], quantity: number) {
              const answer = await settleAndClaim(results, quantity);
              tell(results, answer.outcomes);
              return answer;
            },
          }),
        },
      };
    },
  };
}
