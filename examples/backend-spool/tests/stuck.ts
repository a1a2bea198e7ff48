import { flow } from '@pgflow/core-sql';

/** A flow that two processes have, with another handler in each. */
export const stuck = (handler: () => unknown) =>
  flow('stuck')
    .step('first', async () => {
      await handler();
    })
    .step('second', { after: ['first'] }, () => 'done');
