/** One try takes no longer, in ms: a driver may wait for an answer that was lost. */
const TRY_MS = 8000;

/** Makes a call again until it succeeds or raises what `isFinal` accepts; for `patienceMs` at the longest. */
export async function patiently<Result>(
  call: () => Promise<Result>,
  {
    patienceMs = 60_000,
    isFinal = () => false,
    onError = () => {},
  }: {
    patienceMs?: number;
    isFinal?: (error: unknown) => boolean;
    onError?: (error: unknown) => void;
  } = {},
): Promise<Result> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await withinTime(call());
    } catch (error) {
      onError(error);
      if (isFinal(error) || Date.now() > deadline) throw error;
      await pause(50);
    }
  }
}

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}

async function withinTime<Result>(call: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${TRY_MS} ms`)), TRY_MS);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
