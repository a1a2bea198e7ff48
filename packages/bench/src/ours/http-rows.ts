import { type Case, type Context, type Figures, scaled } from '../engine.js';
import { http } from './backends.js';
import { checkOutbox } from './check-work.js';
import { roots } from './flows.js';
import { installLayers } from './install-layers.js';
import { latency } from './latency.js';
import { maps, runsOf } from './loads.js';
import { type Calling, overHttp } from './over-http.js';
import { type Load, throughput } from './throughput.js';

/** Calls of 50 tasks, and as many tasks in flight with one in each call. */
const batched: Calling = { batchSize: 50, maxCalls: 10 };
const single: Calling = { batchSize: 1, maxCalls: batched.batchSize * batched.maxCalls };

/** The cases of the backend that calls functions; batched and single follow on each other. */
export function httpRows(): Case[] {
  const row = (
    row: string,
    variant: string,
    measure: (url: string, scale: number) => Promise<Figures>,
  ): Case => ({
    row,
    variant,
    database: http.backend.name,
    prepare: ({ url }: Context) => installLayers(url, http),
    measure: async ({ url, scale }) => {
      const figures = await measure(url, scale);
      await checkOutbox(url);
      return figures;
    },
  });
  const bothWays = (name: string, size: number, make: (size: number) => Load) =>
    Object.entries({ batched, single }).map(([way, calling]) =>
      row(name, `${size}-${way}`, (url, scale) =>
        throughput(url, overHttp(calling), make(scaled(size, scale))),
      ),
    );

  return [
    ...bothWays('W3', 1000, (size) => runsOf(roots('w3', size), size, 1, 1)),
    ...bothWays('W4', 10_000, (size) => maps(1, size)),
    row('W5', 'commit', (url, scale) =>
      latency(url, overHttp(batched), { runs: scaled(200, scale), end: 'commit' }),
    ),
  ];
}
