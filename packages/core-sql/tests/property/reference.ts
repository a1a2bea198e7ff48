import type { RandomFlow, RandomStep } from './random-flow.js';

type Value = number | Value[] | { [slug: string]: Value };

/** What a handler makes of the input of one task: it depends on all of it. */
export function handle(step: RandomStep, input: unknown): Value {
  const sum = digest(JSON.stringify(input));
  if (step.list === null) return sum;
  return Array.from({ length: step.list }, (_, i) => sum + i);
}

/** The outputs of all steps, computed the simple way: one after the other. */
export function outputsOf(flow: RandomFlow): Map<string, Value> {
  const outputs = new Map<string, Value>();
  for (const step of flow.steps) {
    const { over } = step.config;
    const elements = over === undefined ? flow.input : (outputs.get(over) as Value[]);
    const output =
      step.type === 'each'
        ? elements.map((element) => handle(step, element))
        : handle(step, Object.fromEntries(step.after.map((dep) => [dep, outputs.get(dep)])));
    outputs.set(step.slug, output);
  }
  return outputs;
}

/** The outputs of the steps that no other step follows. */
export function runOutputOf(flow: RandomFlow): Record<string, Value> {
  const followed = new Set(flow.steps.flatMap((step) => step.after));
  const leaves = [...outputsOf(flow)].filter(([slug]) => !followed.has(slug));
  return Object.fromEntries(leaves);
}

/** Keys in the order of jsonb, so that equal values have equal texts. */
function digest(text: string): number {
  const sorted = JSON.stringify(sortKeys(JSON.parse(text)));
  let sum = 7;
  for (const char of sorted) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return sum;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
