import type { Metric } from './engine.js';

/** What a figure of ours has to reach. */
export interface Bar {
  /** The engine: the backend's name. */
  backend: string;
  /** As `caseName` says it. */
  name: string;
  metric: Metric;
  /** What the figure is divided by, or what is taken from it; without, the figure stands alone. */
  against?: Against;
  atLeast?: number;
  atMost?: number;
  /** Where we mean to go. */
  stretch?: number;
}

/** A figure to compare with; of many cases that fit, the best one counts. */
export interface Against {
  engine: string;
  /** A row, or a case. */
  name: string;
  by: 'ratio' | 'difference';
}

const pgflow = (name: string): Against => ({ engine: 'pgflow', name, by: 'ratio' });
const dbos = (name: string): Against => ({ engine: 'dbos', name, by: 'ratio' });

type Limits = Pick<Bar, 'atLeast' | 'atMost' | 'stretch'>;

/** Rates as multiples of the published pgflow's best. */
const multiples: [backend: string, name: string, limits: Limits][] = [
  ['pgmq', 'W1-one-by-one', { atLeast: 8, stretch: 12 }],
  ['pgmq', 'W1-one-call', { atLeast: 16, stretch: 25 }],
  ['pgmq', 'W2-fan', { atLeast: 13, stretch: 25 }],
  ['pgmq', 'W3-roots', { atLeast: 15, stretch: 28 }],
  ['pgmq', 'W4-1000', { atLeast: 12 }],
  ['pgmq', 'W4-10000', { atLeast: 24, stretch: 40 }],
  ['pgmq', 'W4-10x1000', { atLeast: 24 }],
  ['table', 'W1-one-by-one', { atLeast: 9, stretch: 12 }],
  ['table', 'W1-one-call', { atLeast: 19, stretch: 25 }],
  ['table', 'W2-fan', { atLeast: 16, stretch: 25 }],
  ['table', 'W3-roots', { atLeast: 18, stretch: 28 }],
  ['table', 'W4-1000', { atLeast: 14 }],
  ['table', 'W4-10000', { atLeast: 32, stretch: 40 }],
  ['table', 'W4-10x1000', { atLeast: 32 }],
];

/** The row of the peers that a case of ours is compared with: a map with the map of its size. */
const peerName = (name: string) => (name.startsWith('W4') ? name : (name.split('-')[0] ?? name));

/** What holds on each backend alike. */
function onBackend(backend: string): Bar[] {
  const own = (name: string): Against => ({ engine: backend, name, by: 'ratio' });
  return [
    {
      backend,
      name: 'W6-after-1000000',
      metric: 'rate',
      against: own('W6-after-1000'),
      atLeast: 0.9,
      stretch: 1,
    },
    { backend, name: 'W8-chain-16', metric: 'rate', against: own('W8-chain'), atLeast: 0.9 },
    { backend, name: 'W8-map-16', metric: 'rate', against: own('W8-map'), atLeast: 0.9 },
    { backend, name: 'W10-fairness', metric: 'p95_ratio', atMost: 10, stretch: 4 },
    { backend, name: 'idle-listen', metric: 'queries_per_minute', atMost: 10 },
    {
      backend,
      name: 'memory-map-100000',
      metric: 'rss_mb',
      against: { engine: backend, name: 'memory-map-1000', by: 'difference' },
      atMost: 50,
    },
  ];
}

/** All bars; a ratio to a peer needs the peer's figures from the same run. */
export const bars: readonly Bar[] = [
  ...multiples.map(
    ([backend, name, limits]): Bar => ({
      backend,
      name,
      metric: 'rate',
      against: pgflow(peerName(name)),
      ...limits,
    }),
  ),
  { backend: 'pgmq', name: 'W1-one-by-one', metric: 'rate', against: dbos('W1'), atLeast: 4.5 },
  { backend: 'pgmq', name: 'W2-fan', metric: 'rate', against: dbos('W2'), atLeast: 9 },
  {
    backend: 'pgmq',
    name: 'W4-100000',
    metric: 'rate',
    against: { engine: 'pgmq', name: 'W4-10000', by: 'ratio' },
    atLeast: 1,
  },
  {
    backend: 'table',
    name: 'W4-100000',
    metric: 'rate',
    against: { engine: 'pgboss', name: 'jobs-batched', by: 'ratio' },
    atLeast: 1,
  },
  {
    backend: 'table',
    name: 'W4-100000',
    metric: 'rate',
    against: { engine: 'graphile', name: 'jobs-batched', by: 'ratio' },
    stretch: 1,
  },
  { backend: 'pgmq', name: 'W5-commit', metric: 'p50_ms', atMost: 12, stretch: 6 },
  { backend: 'pgmq', name: 'W5-commit', metric: 'p99_ms', atMost: 25 },
  { backend: 'table', name: 'W5-commit', metric: 'p50_ms', atMost: 9, stretch: 6 },
  {
    backend: 'table',
    name: 'W5-commit',
    metric: 'p50_ms',
    against: dbos('W5-direct'),
    atMost: 1,
  },
  ...(['W1-one-by-one', 'W4-10000'] as const).flatMap((name): Bar[] => [
    {
      backend: 'pgmq',
      name,
      metric: 'wal_bytes_per_task',
      against: pgflow(peerName(name)),
      atMost: name === 'W4-10000' ? 0.6 : 0.4,
    },
    {
      backend: 'table',
      name,
      metric: 'wal_bytes_per_task',
      against: pgflow(peerName(name)),
      atMost: name === 'W4-10000' ? 0.4 : 0.3,
    },
  ]),
  ...['pgmq', 'table'].flatMap(onBackend),
  ...['W3-1000', 'W4-10000'].map(
    (name): Bar => ({
      backend: 'http',
      name: `${name}-batched`,
      metric: 'rate',
      against: { engine: 'http', name: `${name}-single`, by: 'ratio' },
      atLeast: 5,
    }),
  ),
  { backend: 'http', name: 'W5-commit', metric: 'p50_ms', atMost: 50 },
];
