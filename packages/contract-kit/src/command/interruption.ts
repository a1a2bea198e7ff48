import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM'] as const;
/** npm and pnpm pass on what a terminal has sent to all of its processes: that is one signal, not two. */
const echoMs = 500;

/**
 * Does work that SIGINT or SIGTERM interrupts; resolves to its exit code, or to that of the signal. A
 * second signal ends the process at once.
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>) {
  const interruption = new AbortController();
  const { signal } = interruption;
  let firstAt = 0;
  const interrupt = (name: NodeJS.Signals) => {
    const code = 128 + constants.signals[name];
    if (!signal.aborted) {
      firstAt = performance.now();
      console.error(`\n${name}: what runs is waited for a moment; once more to end at once.`);
      interruption.abort(code);
    } else if (performance.now() - firstAt > echoMs) {
      process.exit(code);
    }
  };
  for (const name of signals) process.on(name, interrupt);
  try {
    const code = await work(signal);
    return signal.aborted ? (signal.reason as number) : code;
  } finally {
    for (const name of signals) process.off(name, interrupt);
  }
}
