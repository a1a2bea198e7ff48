import { hash } from './random.js';
import type { Shape, ShapeStep } from './random-shape.js';

/** What handlers are given and return. */
export type Value = number | Value[] | { [slug: string]: Value };

/** A task, by its step's slug and its index. */
export interface TaskName {
  stepSlug: string;
  taskIndex: number;
}

/** What a handler makes of the input of one task: it depends on all of it, and on nothing else. */
export function handle(step: Pick<ShapeStep, 'slug' | 'list'>, input: unknown): Value {
  const sum = hash(`${step.slug} ${canonical(input)}`) % 1_000_000;
  if (step.list === null) return sum;
  return Array.from({ length: step.list }, (_, index) => sum + index);
}

/** The outputs of all steps and the tasks that there are, computed the simple way: one after the other. */
export function interpret(shape: Shape, input: Value[]) {
  const outputs = new Map<string, Value>();
  const tasks: TaskName[] = [];
  for (const step of shape.steps) {
    const inputs = step.isMap
      ? step.over === null
        ? input
        : (outputs.get(step.over) as Value[])
      : [Object.fromEntries(step.after.map((dep) => [dep, outputs.get(dep) as Value]))];
    const results = inputs.map((item) => handle(step, item));
    outputs.set(step.slug, step.isMap ? results : (results[0] as Value));
    tasks.push(...inputs.map((_, taskIndex) => ({ stepSlug: step.slug, taskIndex })));
  }
  return { outputs, tasks };
}

/** JSON with its keys in order, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner === null || typeof inner !== 'object' || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
}
