import type { ContractCase } from './collector.js';

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

/** Runs cases and resolves to their results, in the order of the cases. Never rejects for a case. */
export async function runCases(
  cases: readonly ContractCase[],
  { atOnce = 4, timeoutSeconds = 60, onResult = () => {} }: RunOptions = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const waiting = cases.entries();
  let done = 0;
  const work = async () => {
    for (const [index, one] of waiting) {
      const result = await runCase(one, timeoutSeconds);
      results[index] = result;
      onResult(result, { done: ++done, of: cases.length });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function runCase(one: ContractCase, timeoutSeconds: number): Promise<CaseResult> {
  const { group, name, lenient } = one;
  const start = performance.now();
  const ended = (outcome: CaseResult['outcome']) => {
    const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
    return { group, name, outcome, seconds };
  };
  try {
    await withTimeout(one.run(), timeoutSeconds);
    return ended('passed');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...ended(lenient ? 'warned' : 'failed'), error: message };
  }
}

async function withTimeout(work: Promise<void>, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${seconds} s`)), seconds * 1000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
