import { type Context, flow, type StepOutputsOf } from '@pgflow/core-sql';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { map } from '../../src/index.js';

const team = flow('team', { input: z.object({ team: z.string() }) })
  .step('users', () => [{ id: 1, email: 'x' }])
  .step('n', () => 1);

describe('map over a dependency', () => {
  it('infers the element, the context and the output', () => {
    const mails = team.step(
      'mails',
      { after: ['users', 'n'] },
      map({
        over: 'users',
        run: async (user, ctx) => {
          expectTypeOf(user).toEqualTypeOf<{ id: number; email: string }>();
          expectTypeOf(ctx).toEqualTypeOf<Context<{ team: string }>>();
          return { sent: user.email !== '' };
        },
      }),
    );
    expectTypeOf<StepOutputsOf<typeof mails>['mails']>().toEqualTypeOf<{ sent: boolean }[]>();
  });

  it('gives nulls where nothing is returned, and an array to map again', () => {
    const twice = team
      .step('first', { after: ['users'] }, map({ over: 'users', run: (user) => [user.id] }))
      .step('second', { after: ['first'] }, map({ over: 'first', run: (ids) => void ids.length }));
    expectTypeOf<StepOutputsOf<typeof twice>['first']>().toEqualTypeOf<number[][]>();
    expectTypeOf<StepOutputsOf<typeof twice>['second']>().toEqualTypeOf<null[]>();
  });

  it('takes a readonly array', () => {
    flow('f')
      .step('list', (): readonly ('a' | 'b')[] => ['a'])
      .step('each', { after: ['list'] }, map({ over: 'list', run: (item) => item }));
  });
});

describe("map over the run's input", () => {
  const urls = flow('urls', { input: z.array(z.object({ url: z.string() })) });

  it('infers the element from the input', () => {
    const fetched = urls.step(
      'fetch',
      map({ run: (page, ctx) => page.url.length + ctx.input.length }),
    );
    expectTypeOf<StepOutputsOf<typeof fetched>['fetch']>().toEqualTypeOf<number[]>();
  });

  it('may wait for other steps', () => {
    const later = urls
      .step('wait', () => 1)
      .step('fetch', { after: ['wait'] }, map({ run: (page) => page.url }));
    expectTypeOf<StepOutputsOf<typeof later>['fetch']>().toEqualTypeOf<string[]>();
  });
});
