/** The reason of an aborted signal when the run was cancelled, or the task went to another worker. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor(answer: 'stale' | 'cancelled') {
    super(answer === 'cancelled' ? 'the run was cancelled' : "the task is no longer this worker's");
  }
}
