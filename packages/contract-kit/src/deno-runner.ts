import type { Runner } from './runner.js';

/** What of `Deno.test` is used. */
export type DenoTest = (definition: {
  name: string;
  fn: () => Promise<void>;
  sanitizeOps: boolean;
  sanitizeResources: boolean;
}) => unknown;

/**
 * The runner of Deno, `denoRunner(Deno.test)`. It has no groups, so a test's name has those of its
 * groups before it. Deno does not look for what a test leaves open: the driver closes sockets behind it.
 */
export function denoRunner(denoTest: DenoTest): Runner {
  const path: string[] = [];
  return {
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    test(name, body) {
      denoTest({
        name: [...path, name].join(' > '),
        fn: () => body(),
        sanitizeOps: false,
        sanitizeResources: false,
      });
    },
  };
}
