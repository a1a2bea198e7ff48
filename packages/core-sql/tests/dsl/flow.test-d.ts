import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  type AnyFlow,
  type Context,
  flow,
  type InputOf,
  type Json,
  type OutputOf,
  type StepOutputsOf,
  task,
  type ValidatedInputOf,
} from '../../src/index.js';

interface Tree {
  name: string;
  children: readonly Tree[];
}

interface Loose {
  a?: number;
  readonly b: readonly string[];
  c: 'x' | 'y' | null;
}

const team = flow('team', { input: z.object({ team: z.string(), limit: z.number().default(3) }) });

describe('inputs', () => {
  it('are what the schema takes for start, and what it returns for handlers', () => {
    expectTypeOf<InputOf<typeof team>>().toEqualTypeOf<{
      team: string;
      limit?: number | undefined;
    }>();
    expectTypeOf<ValidatedInputOf<typeof team>>().toEqualTypeOf<{ team: string; limit: number }>();
    team.step('a', (deps, ctx) => {
      expectTypeOf(deps).toEqualTypeOf<Record<never, never>>();
      expectTypeOf(ctx).toEqualTypeOf<Context<{ team: string; limit: number }>>();
    });
  });

  it('are any JSON without a schema', () => {
    const plain = flow('plain', { backend: 'pgmq' });
    expectTypeOf<InputOf<typeof plain>>().toEqualTypeOf<Json>();
    plain.step('a', (_, ctx) => expectTypeOf(ctx.input).toEqualTypeOf<Json>());
  });
});

describe('outputs', () => {
  const many = team
    .step('promised', async (_, ctx) => [{ id: 1, team: ctx.input.team }])
    .step('nothing', () => {})
    .step('nothing_later', async () => {})
    .step('perhaps', (_, ctx) => (ctx.attempt > 1 ? 1 : undefined))
    .step('either', (_, ctx) => (ctx.attempt > 1 ? { a: 1 } : { b: 'x' }))
    .step('tree', (): Tree => ({ name: '', children: [] }))
    .step('loose', (): Loose => ({ b: [], c: null }))
    .step('json', (): Json => null)
    .step('text', () => 'x')
    .step('pair', (): [number, string] => [1, 'x'])
    .step('whatever', () => JSON.parse('1'))
    .step(
      'tasked',
      { maxAttempts: 2 },
      task(() => ({ kind: 'a' })),
    )
    .step('last', { after: ['promised', 'nothing', 'tasked'] }, (deps) => {
      expectTypeOf(deps).toEqualTypeOf<{
        promised: { id: number; team: string }[];
        nothing: null;
        tasked: { kind: string };
      }>();
      return true;
    });
  type Outputs = StepOutputsOf<typeof many>;

  it('are inferred, awaited, and null where a handler returns nothing', () => {
    expectTypeOf<Outputs['promised']>().toEqualTypeOf<{ id: number; team: string }[]>();
    expectTypeOf<Outputs['nothing']>().toEqualTypeOf<null>();
    expectTypeOf<Outputs['nothing_later']>().toEqualTypeOf<null>();
    expectTypeOf<Outputs['perhaps']>().toEqualTypeOf<1 | null>();
    expectTypeOf<Outputs['either']>().toEqualTypeOf<
      { a: number; b?: undefined } | { b: string; a?: undefined }
    >();
    expectTypeOf<Outputs['tree']>().toEqualTypeOf<Tree>();
    expectTypeOf<Outputs['loose']>().toEqualTypeOf<Loose>();
    expectTypeOf<Outputs['json']>().toEqualTypeOf<Json>();
    expectTypeOf<Outputs['text']>().toEqualTypeOf<string>();
    expectTypeOf<Outputs['pair']>().toEqualTypeOf<[number, string]>();
    expectTypeOf<Outputs['whatever']>().toBeAny();
    expectTypeOf<Outputs['tasked']>().toEqualTypeOf<{ kind: string }>();
    expectTypeOf<Outputs['last']>().toEqualTypeOf<boolean>();
  });

  it('of a run are those of the steps that no step comes after', () => {
    const chain = flow('chain')
      .step('a', () => 1)
      .step('b', { after: ['a'] }, () => 'x')
      .step('c', { after: ['a'] }, () => true)
      .step('d', { after: ['b'] }, () => null);
    expectTypeOf<OutputOf<typeof chain>>().toEqualTypeOf<{ c: boolean; d: null }>();
    expectTypeOf<OutputOf<AnyFlow>>().toEqualTypeOf<object>();
  });
});

it('a flow of whatever types is any flow', () => {
  expectTypeOf(team.step('a', () => 1)).toExtend<AnyFlow>();
});

describe('a task shared by flows', () => {
  const count = task(
    (deps: { users: readonly { id: number }[] }, ctx: Context<{ team: string }>) => ({
      n: deps.users.length,
      team: ctx.input.team,
    }),
  );

  it('fits where its dependencies and input are', () => {
    const fits = team
      .step('users', () => [{ id: 1, name: 'x' }])
      .step('count', { after: ['users'] }, count);
    expectTypeOf<StepOutputsOf<typeof fits>['count']>().toEqualTypeOf<{
      n: number;
      team: string;
    }>();
  });

  it('does not where one is missing', () => {
    const other = team.step('users', () => [{ id: 1 }]).step('n', () => 1);
    // @ts-expect-error the dependency users is missing
    other.step('count', { after: ['n'] }, count);
    const text = team.step('users', () => [{ id: 'x' }]);
    // @ts-expect-error users has another type
    text.step('count', { after: ['users'] }, count);
    const bare = flow('bare', { input: z.object({}) }).step('users', () => [{ id: 1 }]);
    // @ts-expect-error the input has no team
    bare.step('count', { after: ['users'] }, count);
  });
});
