import { flow } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';

/** Many attempts, since the workers get killed. */
const again = { maxAttempts: 30, baseDelayMs: 0 };

/** As many elements as the input says, which take some ms each. */
export const manyTasks = flow('many_tasks')
  .step('numbers', again, (_, { input }) => Array.from({ length: Number(input) }, (_, i) => i))
  .step(
    'squares',
    { after: ['numbers'], ...again },
    map({
      over: 'numbers',
      run: async (n) => {
        // Two workers with three handlers each take 10 s for a thousand: time for some to be killed.
        await new Promise((resolve) => setTimeout(resolve, 60));
        return n * n;
      },
    }),
  );
