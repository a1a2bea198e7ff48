import { flow } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';

/** Counts the letters of each word of a text, a task for each word. */
export const letters = flow('letters')
  .step('words', (_, { input }) => String(input).split(/\s+/))
  .step(
    'count',
    { after: ['words'], maxAttempts: 5 },
    map({ over: 'words', run: (word) => ({ word, letters: word.length }) }),
  )
  .step('longest', { after: ['count'] }, ({ count }) =>
    count.reduce((longest, next) => (next.letters > longest.letters ? next : longest)),
  );
