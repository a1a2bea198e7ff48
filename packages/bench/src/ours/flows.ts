import {
  type AnyFlow,
  type FlowDefinition,
  flow,
  type Json,
  type StepDefinition,
} from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';

/** A flow to which a loop adds steps: which they are is not for the compiler to know. */
interface GrowingFlow extends AnyFlow {
  step(
    slug: string,
    options: { after: readonly string[] },
    body: (() => Json) | StepDefinition<never, never, unknown>,
  ): GrowingFlow;
}

const begin = (slug: string) => flow(slug) as unknown as GrowingFlow;
const nothing = () => ({ ok: 1 });

/** Steps in a row, `s1` to the last; each returns what `run` does. */
export function chain(slug: string, length: number, run: () => Json = nothing): AnyFlow {
  let made = begin(slug);
  for (let i = 1; i <= length; i++) {
    made = made.step(`s${i}`, { after: i > 1 ? [`s${i - 1}`] : [] }, run);
  }
  return made;
}

/** One root, `width` steps after it, and one that joins them. */
export function fan(slug: string, width: number): AnyFlow {
  const middle = Array.from({ length: width }, (_, i) => `p${i}`);
  let made = begin(slug).step('root', { after: [] }, nothing);
  for (const step of middle) made = made.step(step, { after: ['root'] }, nothing);
  return made.step('join', { after: middle }, nothing);
}

/** Steps that wait for nothing. */
export function roots(slug: string, count: number): AnyFlow {
  let made = begin(slug);
  for (let i = 0; i < count; i++) made = made.step(`r${i}`, { after: [] }, nothing);
  return made;
}

/** Layers of steps; each step waits for all of the layer before. */
export function layered(slug: string, depth: number, width: number): AnyFlow {
  let made = begin(slug);
  let before: string[] = [];
  for (let layer = 0; layer < depth; layer++) {
    const steps = Array.from({ length: width }, (_, i) => `l${layer}s${i}`);
    for (const step of steps) made = made.step(step, { after: before }, nothing);
    before = steps;
  }
  return made;
}

const forEach = map<unknown, Json[], { ok: number }>({ run: nothing }) as never;

/** A map over the run's input. */
export function mapped(slug: string): AnyFlow {
  return begin(slug).step('m', { after: [] }, forEach);
}

/** A map over the run's input, and beside it a chain of three steps that does not wait for it. */
export function mapBesideChain(slug: string): AnyFlow {
  return (chain(slug, 3) as GrowingFlow).step('m', { after: [] }, forEach);
}

/** A flow from its definition, for another process; its handlers do nothing. */
export function doingNothing({ slug, steps }: FlowDefinition): AnyFlow {
  let made = begin(slug);
  for (const { slug: step, after, type } of steps) {
    made = made.step(step, { after }, type === 'map' ? forEach : nothing);
  }
  return made;
}
