import process from 'node:process';

/** The exit codes of processes that a signal ended, by custom 128 and the signal's number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** A signal that asks a process to end. */
export type EndSignal = keyof typeof exitCodes;

/** What can be run until a signal: a worker, for one. */
export interface Runnable {
  start(): Promise<void>;
  stop(options: { reason: string }): Promise<void>;
}

/**
 * Starts a worker and lets it work until the process gets SIGTERM or SIGINT, then stops it gracefully
 * and resolves to that signal. A second signal ends the process at once; what was at hand is
 * delivered again when its lease has run out. Rejects as `worker.start` does.
 */
export async function runUntilSignal(worker: Runnable): Promise<EndSignal> {
  const signals = Object.keys(exitCodes) as EndSignal[];
  let first: EndSignal | undefined;
  let asked = (_signal: EndSignal) => {};
  const askedToEnd = new Promise<EndSignal>((resolve) => {
    asked = resolve;
  });
  const onSignal = (signal: EndSignal) => {
    if (first) process.exit(exitCodes[signal]);
    first = signal;
    asked(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    await worker.start();
    const signal = await askedToEnd;
    await worker.stop({ reason: signal });
    return signal;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
