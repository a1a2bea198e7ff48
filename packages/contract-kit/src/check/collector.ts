import type { Runner } from '../runner.js';

/** A test of a suite, before it is run. */
export interface ContractCase {
  /** What it belongs to, such as "law 3: ..."; of nested groups the names, joined by " > ". */
  readonly group: string;
  readonly name: string;
  /** Whether its law is so new that it warns where it would fail. */
  readonly lenient: boolean;
  /** Resolves when the law holds, and rejects with what broke it. */
  run(): Promise<void>;
}

/** The tests that suites register with a runner, such as `(runner) => describeStepType(mine, runner)`. */
export function collectCases(register: (runner: Runner) => void): ContractCase[] {
  const cases: ContractCase[] = [];
  const path: string[] = [];
  const add = (name: string, run: () => Promise<void>, lenient: boolean) =>
    cases.push({ group: path.slice(1).join(' > '), name, lenient, run });
  register({
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    test: (name, body) => add(name, body, false),
    testLeniently: (name, body) => add(name, body, true),
  });
  return cases;
}
