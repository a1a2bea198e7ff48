import { expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { type Client, flow, type Json, type Run } from '../../src/index.js';

const team = flow('team', { input: z.object({ team: z.string(), limit: z.number().default(3) }) })
  .step('count', () => 1)
  .step('done', { after: ['count'] }, () => true);
declare const client: Client;

it('start takes the input of the flow and gives a run with its outputs', () => {
  const start = () => client.start(team, { team: 'a' });
  expectTypeOf(start).returns.resolves.toEqualTypeOf<Run<{ done: boolean }>>();
  // @ts-expect-error the input has no team
  const refused = () => client.start(team, { limit: 1 });
  expectTypeOf(refused).toBeFunction();
});

it('startMany takes inputs of the flow and gives a run for each', () => {
  const start = () => client.startMany(team, [{ team: 'a' }, { team: 'b', limit: 1 }]);
  expectTypeOf(start).returns.resolves.toEqualTypeOf<Run<{ done: boolean }>[]>();
  // @ts-expect-error the second input has no team
  const refused = () => client.startMany(team, [{ team: 'a' }, { limit: 1 }]);
  expectTypeOf(refused).toBeFunction();
});

it('a flow named by its slug takes any JSON', () => {
  const start = () => client.startMany('team', [1, null, { any: [true] }]);
  expectTypeOf(start).returns.resolves.toEqualTypeOf<Run<Json>[]>();
});
