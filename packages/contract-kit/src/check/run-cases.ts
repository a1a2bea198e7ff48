import type { ContractCase } from './collector.js';
import { messageOf } from './message-of.js';
import { withinTime } from './within-time.js';

/** What came of a case. */
export interface CaseResult {
  readonly group: string;
  readonly name: string;
  /** `warned`: it failed, and its law is too new to count. */
  readonly outcome: 'passed' | 'failed' | 'warned';
  readonly seconds: number;
  /** The message of what broke it, where it did not pass. */
  readonly error?: string;
}

/** How cases are run. */
export interface RunOptions {
  /** How many are run at once; each has a database of its own. @default 4 */
  readonly atOnce?: number;
  /** After how long a case is given up, as a broken plug-in may wait for ever. @default 60 */
  readonly timeoutSeconds?: number;
  /** Ends the suite early: no more cases are begun, and those that run have 5 s to end. */
  readonly signal?: AbortSignal | undefined;
  /** Is told of each result when it is there, and how far the suite is. */
  readonly onResult?: (result: CaseResult, progress: Progress) => void;
}

/** How far a suite is. */
export interface Progress {
  /** How many cases have ended. */
  readonly done: number;
  /** How many there are. */
  readonly of: number;
}

/**
 * Runs cases and resolves to their results, in the order of the cases. Never rejects for a case. Those
 * that an interruption kept from ending have no result, nor do those that failed after it: it may be why.
 */
export async function runCases(
  cases: readonly ContractCase[],
  { atOnce = 4, timeoutSeconds: seconds = 60, signal, onResult = () => {} }: RunOptions = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const waiting = cases.entries();
  let done = 0;
  const work = async () => {
    for (const [index, one] of waiting) {
      if (signal?.aborted) return;
      const result = await runCase(one, () => withinTime(one.run(), { seconds, signal }));
      if (signal?.aborted && result.outcome !== 'passed') return;
      results[index] = result;
      onResult(result, { done: ++done, of: cases.length });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results.filter((result) => result !== undefined);
}

async function runCase(one: ContractCase, run: () => Promise<void>): Promise<CaseResult> {
  const { group, name, lenient } = one;
  const start = performance.now();
  const ended = (outcome: CaseResult['outcome']) => {
    const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
    return { group, name, outcome, seconds };
  };
  try {
    await run();
    return ended('passed');
  } catch (error) {
    return { ...ended(lenient ? 'warned' : 'failed'), error: messageOf(error) };
  }
}
