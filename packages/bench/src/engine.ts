/** What is measured of a case, by name; the unit stands at the end of the name. */
export const metrics = [
  'rate',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'wal_bytes_per_task',
  'dead_tuples',
  'node_cpu_us_per_task',
  'start_ms',
  'calls',
  'idle_p95_ms',
  'p95_ratio',
  'queries_per_minute',
  'rss_mb',
] as const;

/** Name of a figure. `rate` is in tasks per second. */
export type Metric = (typeof metrics)[number];

/** What one measurement brought. */
export type Figures = { [Name in Metric]?: number };

/** What a case is given, in a process and a database of its own. */
export interface Context {
  url: string;
  /** The part of the case's size to run, 1 for all of it. */
  scale: number;
}

/** One thing that can be measured, without the code that does it. */
export interface CaseInfo {
  /** What is done, such as `W1`: engines that do the same have the same row. */
  row: string;
  /** How it is done. */
  variant: string;
  /** What the database has in it at first, by a name that tells it from others. @default nothing */
  database?: string;
  /** Whether repeats may be made at the same time: the case uses next to nothing of the machine. */
  together?: boolean;
}

/** One thing that can be measured. */
export interface Case extends CaseInfo {
  /** Fills a database, which is then copied for each measurement. */
  prepare?(context: Context): Promise<void>;
  /** Raises where work was lost. */
  measure(context: Context): Promise<Figures>;
}

/** Something that does the work: ours on one of its backends, or a peer. */
export interface EngineInfo {
  name: string;
  /** With its version, for people. */
  title: string;
  cases: CaseInfo[];
}

/** An engine in the process that measures it. */
export interface Engine extends EngineInfo {
  cases: Case[];
}

/** How a case is called: `W4-10000`. */
export function caseName({ row, variant }: Pick<Case, 'row' | 'variant'>): string {
  return `${row}-${variant}`;
}

/** A number of things at a scale; at least one. */
export function scaled(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}
