import { kitVersion } from './kit-version.js';
import type { Runner } from './runner.js';

/** What a test of a suite may say of itself. */
export interface TestOptions {
  /** The version of the kit that brought it. @default one that is long past */
  readonly since?: string | undefined;
}

/**
 * Gives a test to a runner. One that is new in the kit's minor version warns, so that a plug-in does
 * not turn red by an update; from the next minor version on it fails. So does one of a version that is
 * still to come: who develops the kit is to see it.
 */
export function addTest(
  runner: Runner,
  name: string,
  body: () => Promise<void>,
  { since }: TestOptions = {},
  version = kitVersion(),
): void {
  if (since === undefined || minorOf(since) !== minorOf(version)) {
    runner.test(name, body);
  } else if (runner.testLeniently) {
    runner.testLeniently(name, body);
  } else {
    runner.test(name, async () => {
      try {
        await body();
      } catch (error) {
        console.warn(`This will fail in the next minor version of the kit: ${name}`, error);
      }
    });
  }
}

function minorOf(version: string): string {
  return version.split('.', 2).join('.');
}
