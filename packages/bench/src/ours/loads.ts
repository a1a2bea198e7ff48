import type { Json } from '@pgflow/core-sql';
import { scaled } from '../engine.js';
import { chain, mapped } from './flows.js';
import type { Load } from './throughput.js';

/** Runs of a flow whose input does not matter. */
export function runsOf(flow: Load['flow'], tasksPerRun: number, runs: number, scale: number): Load {
  const inputs = Array.from({ length: scaled(runs, scale) }, () => ({}));
  return { flow, tasksPerRun, inputs };
}

/** Runs of a chain of ten steps. */
export function chains(runs: number, scale: number): Load {
  return runsOf(chain('w1', 10), 10, runs, scale);
}

/** Runs of a map over so many elements each. */
export function maps(runs: number, elements: number): Load {
  const list: Json = Array.from({ length: elements }, (_, i) => i);
  const warmUp = { input: list.slice(0, 10), tasks: Math.min(10, elements) };
  const inputs = Array.from({ length: runs }, () => list);
  return { flow: mapped('w4'), tasksPerRun: elements, inputs, warmUp };
}
