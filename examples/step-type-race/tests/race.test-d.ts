import { flow, type StepOutputsOf } from '@pgflow/core-sql';
import { expectTypeOf, test } from 'vitest';
import { race } from '../src/index.js';

const mirrors = flow('mirrors')
  .step('mirrors', () => [{ host: 'a' }])
  .step('count', () => 1);

test('the handler gets a contestant, and the output is what one of them returns', () => {
  const fetched = mirrors.step(
    'file',
    { after: ['mirrors', 'count'] },
    race({
      over: 'mirrors',
      run: async (mirror) => {
        expectTypeOf(mirror).toEqualTypeOf<{ host: string }>();
        return mirror.host.length;
      },
    }),
  );
  expectTypeOf<StepOutputsOf<typeof fetched>['file']>().toEqualTypeOf<number>();
});

test('what is no array cannot be raced over', () => {
  // @ts-expect-error the output of "count" is a number
  mirrors.step('file', { after: ['count'] }, race({ over: 'count', run: () => 1 }));
});

test('of two arrays the contestants are those of the one that is named', () => {
  const two = mirrors.step('names', () => ['a']);
  two.step(
    'file',
    { after: ['mirrors', 'names'] },
    race({
      over: 'names',
      run: (name) => {
        expectTypeOf(name).toEqualTypeOf<string>();
      },
    }),
  );
});
