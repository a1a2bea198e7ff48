import { ResultTimeoutError } from './errors.js';
import type { RunProgress } from './run.js';

/** Options of `result`. */
export interface ResultOptions {
  /** How long to wait, in ms. @default without end */
  timeoutMs?: number;
  /** Ends the waiting; the run goes on. */
  signal?: AbortSignal;
}

/** The first and the longest pause between two looks at a run, in ms. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 500;

/** Looks at a run until it has ended: often while it moves, seldom while it stands. */
export async function waitForEnd(
  runId: string,
  look: () => Promise<RunProgress>,
  { timeoutMs, signal }: ResultOptions,
): Promise<RunProgress> {
  const deadline = timeoutMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeoutMs;
  let pause = FIRST_PAUSE;
  let changeSeq = 0;
  for (;;) {
    signal?.throwIfAborted();
    const progress = await look();
    if (progress.status !== 'started') return progress;
    pause = progress.changeSeq === changeSeq ? Math.min(pause * 1.5, LONGEST_PAUSE) : FIRST_PAUSE;
    changeSeq = progress.changeSeq;
    const left = deadline - Date.now();
    if (left <= 0) throw new ResultTimeoutError(runId, timeoutMs ?? 0);
    await sleep(Math.min(pause, left), signal);
  }
}

/** Resolves after `ms`, or at once when the signal is aborted. */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
