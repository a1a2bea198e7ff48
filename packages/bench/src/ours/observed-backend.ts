import type { TaskOutcome, TaskResult, TaskSource, WorkerBackend } from '@pgflow/core-sql';
import type { OnCompleted } from './completions.js';

/**
 * The backend, telling of the tasks whose completion was committed when the worker hears of it: the
 * moment at which a run's last step, and so the run, has ended.
 */
export function observed(backend: WorkerBackend, onCompleted: OnCompleted): WorkerBackend {
  const tell = (results: TaskResult[], outcomes: TaskOutcome[]) => {
    const completed = results.filter((_, index) => outcomes[index]?.outcome === 'completed');
    if (completed.length > 0) onCompleted(completed.map(({ task }) => task));
  };
  const settling = ({ settle }: TaskSource) => ({
    async settle(results: TaskResult[]) {
      const outcomes = await settle(results);
      tell(results, outcomes);
      return outcomes;
    },
  });
  const { openPullSource, openPushSource } = backend;
  return {
    ...backend,
    ...(openPullSource && {
      async openPullSource(options) {
        const { source, flows } = await openPullSource(options);
        const { settleAndClaim } = source;
        return {
          flows,
          source: {
            ...source,
            ...settling(source),
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
    }),
    ...(openPushSource && {
      async openPushSource(options) {
        const { source, flows } = await openPushSource(options);
        return { flows, source: { ...source, ...settling(source) } };
      },
    }),
  };
}
