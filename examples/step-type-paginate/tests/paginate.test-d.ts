import { flow, type StepOutputsOf } from '@pgflow/core-sql';
import { expectTypeOf, test } from 'vitest';
import { paginate } from '../src/index.js';

test('the output has the items of the pages', () => {
  const digest = flow('digest').step(
    'users',
    paginate({
      run: async (cursor: string | null, { signal }) => {
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        return { items: [{ id: 1 }], next: cursor };
      },
    }),
  );
  expectTypeOf<StepOutputsOf<typeof digest>['users']>().toEqualTypeOf<{ id: number }[]>();
});

test('a page without a next cursor, or with one of another type, is refused', () => {
  // @ts-expect-error the page does not say whether it is the last
  paginate({ run: (_: string | null) => ({ items: [1] }) });
  // @ts-expect-error a number is no cursor here
  paginate({ run: (_: string | null) => ({ items: [1], next: 2 }) });
  // @ts-expect-error a number is no page
  paginate({ run: (_: string | null) => 1 });
});
