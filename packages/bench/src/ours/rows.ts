import type { Json } from '@pgflow/core-sql';
import { type Case, type Context, type Figures, scaled } from '../engine.js';
import type { MeasuredBackend } from './backends.js';
import { fairness } from './fairness.js';
import { chain, fan, layered, mapped, roots } from './flows.js';
import { historyFlow, installHistory } from './history.js';
import { idle } from './idle.js';
import { installLayers } from './install-layers.js';
import { latency } from './latency.js';
import { memory } from './memory.js';
import { payload, payloadChain } from './payload.js';
import { type Load, throughput } from './throughput.js';
import { oneWorker, severalWorkers } from './workers.js';

/** The cases of our engine on a backend, in the order in which they are measured. */
export function rowsOn(measured: MeasuredBackend): Case[] {
  const { backend } = measured;
  const layers = {
    database: backend.name,
    prepare: ({ url }: Context) => installLayers(url, measured),
  };
  const load = (row: string, variant: string, make: (scale: number) => Load): Case => ({
    row,
    variant,
    ...layers,
    measure: ({ url, scale }) => throughput(url, backend, make(scale)),
  });
  const other = (
    row: string,
    variant: string,
    measure: (url: string, scale: number) => Promise<Figures>,
  ): Case => ({ row, variant, ...layers, measure: ({ url, scale }) => measure(url, scale) });

  return [
    load('W1', 'one-by-one', (scale) => ({ ...chains(500, scale), workers: oneWorker })),
    load('W1', 'one-call', (scale) => ({ ...chains(500, scale), inOneCall: true })),
    load('W2', 'fan', (scale) => of(fan('w2', 100), 102, 50, scale)),
    load('W3', 'roots', (scale) => of(roots('w3', 200), 200, 20, scale)),
    ...[1000, 10_000, 100_000].map((elements) =>
      load('W4', `${elements}`, (scale) => maps(1, scaled(elements, scale))),
    ),
    load('W4', '10x1000', (scale) => maps(10, scaled(1000, scale))),
    ...(['commit', 'result'] as const).map((end) =>
      other('W5', end, (url, scale) => latency(url, backend, { runs: scaled(200, scale), end })),
    ),
    ...[1000, 100_000, 1_000_000].map((finished) => ({
      ...load('W6', `after-${finished}`, (scale) => of(historyFlow, 3, 1000, scale)),
      database: `${backend.name}, ${finished} finished runs`,
      prepare: ({ url, scale }: Context) => installHistory(url, measured, scaled(finished, scale)),
    })),
    load('W7', 'layers', (scale) => of(layered('w7', 20, 3), 60, 50, scale)),
    ...[1, 2, 4, 8, 16].flatMap((count) => {
      const workers = { ...severalWorkers, count };
      return [
        load('W8', `chain-${count}`, (scale) => ({ ...chains(500, scale), workers })),
        load('W8', `map-${count}`, (scale) => ({ ...maps(1, scaled(10_000, scale)), workers })),
      ];
    }),
    ...[22, 1024, 32_768].map((bytes) =>
      load('W9', `${bytes}-bytes`, (scale) => ({
        ...of(payloadChain('w9', 3, bytes), 3, 300, scale),
        inputs: Array.from({ length: scaled(300, scale) }, () => payload(bytes)),
      })),
    ),
    other('W10', 'fairness', (url, scale) =>
      fairness(url, backend, { elements: scaled(100_000, scale) }),
    ),
    ...[1000, 100_000].map((elements) =>
      other('memory', `map-${elements}`, (url, scale) =>
        memory(url, backend, { elements: scaled(elements, scale) }),
      ),
    ),
    {
      ...other('idle', 'listen', (url, scale) =>
        idle(url, backend, { settleMs: 15_000 * scale, watchMs: 60_000 * scale }),
      ),
      together: true,
    },
  ];
}

function of(flow: Load['flow'], tasksPerRun: number, runs: number, scale: number): Load {
  const inputs = Array.from({ length: scaled(runs, scale) }, () => ({}));
  return { flow, tasksPerRun, inputs };
}

function chains(runs: number, scale: number): Load {
  return of(chain('w1', 10), 10, runs, scale);
}

function maps(runs: number, elements: number): Load {
  const list: Json = Array.from({ length: elements }, (_, i) => i);
  const warmUp = { input: list.slice(0, 10), tasks: Math.min(10, elements) };
  const inputs = Array.from({ length: runs }, () => list);
  return { flow: mapped('w4'), tasksPerRun: elements, inputs, warmUp, workers: oneWorker };
}
