/** How long something is waited for. */
export interface Patience {
  readonly seconds: number;
  /** Ends the waiting early, some seconds after it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** How long what is running is waited for after an interruption, in seconds. */
export const graceSeconds = 5;

/** Resolves to what work resolves to, and rejects where that takes too long. */
export async function withinTime<Value>(
  work: Promise<Value>,
  { seconds, signal }: Patience,
): Promise<Value> {
  const timers: NodeJS.Timeout[] = [];
  let interrupt = () => {};
  const late = new Promise<never>((_, reject) => {
    const rejectAfter = (patience: number) => {
      const error = new Error(`not over after ${patience} s`);
      timers.push(setTimeout(() => reject(error), patience * 1000));
    };
    rejectAfter(seconds);
    interrupt = () => rejectAfter(graceSeconds);
    if (signal?.aborted) interrupt();
    else signal?.addEventListener('abort', interrupt);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    for (const timer of timers) clearTimeout(timer);
  }
}
