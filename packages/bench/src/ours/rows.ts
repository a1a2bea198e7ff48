import { type Case, type Context, type Figures, scaled } from '../engine.js';
import type { MeasuredBackend } from './backends.js';
import { fairness } from './fairness.js';
import { fan, layered, roots } from './flows.js';
import { historyFlow, installHistory } from './history.js';
import { idle } from './idle.js';
import { installLayers } from './install-layers.js';
import { latency } from './latency.js';
import { chains, maps, runsOf } from './loads.js';
import { memory } from './memory.js';
import { payload, payloadChain } from './payload.js';
import { type Load, throughput } from './throughput.js';
import { defaultWorker, fetching, oneWorker, severalWorkers } from './workers.js';

/** The cases of our engine on a backend, in the order in which they are measured. */
export function rowsOn(measured: MeasuredBackend): Case[] {
  const { backend } = measured;
  const layers = {
    database: backend.name,
    prepare: ({ url }: Context) => installLayers(url, measured),
  };
  const load = (
    row: string,
    variant: string,
    make: (scale: number) => Load,
    workers = severalWorkers,
  ): Case => ({
    row,
    variant,
    ...layers,
    measure: ({ url, scale }) => throughput(url, fetching(backend, workers), make(scale)),
  });
  const other = (
    row: string,
    variant: string,
    measure: (url: string, scale: number) => Promise<Figures>,
  ): Case => ({ row, variant, ...layers, measure: ({ url, scale }) => measure(url, scale) });

  return [
    load('W1', 'one-by-one', (scale) => chains(500, scale), oneWorker),
    load('W1', 'one-call', (scale) => ({ ...chains(500, scale), inOneCall: true })),
    load('W2', 'fan', (scale) => runsOf(fan('w2', 100), 102, 50, scale)),
    load('W3', 'roots', (scale) => runsOf(roots('w3', 200), 200, 20, scale)),
    ...[1000, 10_000, 100_000].map((elements) =>
      load('W4', `${elements}`, (scale) => maps(1, scaled(elements, scale)), oneWorker),
    ),
    load('W4', '10x1000', (scale) => maps(10, scaled(1000, scale)), oneWorker),
    ...(['commit', 'result'] as const).map((end) =>
      other('W5', end, (url, scale) =>
        latency(url, fetching(backend, defaultWorker), { runs: scaled(200, scale), end }),
      ),
    ),
    ...[1000, 100_000, 1_000_000].map((finished) => ({
      ...load('W6', `after-${finished}`, (scale) => runsOf(historyFlow, 3, 1000, scale)),
      database: `${backend.name}, ${finished} finished runs`,
      prepare: ({ url, scale }: Context) => installHistory(url, measured, scaled(finished, scale)),
    })),
    load('W7', 'layers', (scale) => runsOf(layered('w7', 20, 3), 60, 50, scale)),
    ...[1, 2, 4, 8, 16].flatMap((count) => {
      const workers = { ...severalWorkers, count };
      return [
        load('W8', `chain-${count}`, (scale) => chains(500, scale), workers),
        load('W8', `map-${count}`, (scale) => maps(1, scaled(10_000, scale)), workers),
      ];
    }),
    ...[22, 1024, 32_768].map((bytes) =>
      load('W9', `${bytes}-bytes`, (scale) => ({
        ...runsOf(payloadChain('w9', 3, bytes), 3, 300, scale),
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
