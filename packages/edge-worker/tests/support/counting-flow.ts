import { flow } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';

/** 40 elements that take a moment each, and their sum; small attempts, since workers get killed. */
export const counting = flow('counting')
  .step('numbers', { maxAttempts: 20, baseDelayMs: 0 }, () =>
    Array.from({ length: 40 }, (_, i) => i),
  )
  .step(
    'doubled',
    { after: ['numbers'], maxAttempts: 20, baseDelayMs: 0 },
    map({
      over: 'numbers',
      run: async (n) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        return n * 2;
      },
    }),
  )
  .step('sum', { after: ['doubled'], maxAttempts: 20, baseDelayMs: 0 }, ({ doubled }) =>
    doubled.reduce((sum, n) => sum + n, 0),
  );
