import type { BackendName, PullBackendName } from './random-shape.js';
import type { RequestFault } from './request-faults.js';

/** What a process of the fleet is told, as JSON in its only argument. */
interface ProcessOptions {
  /** Of Postgres, by way of the proxy. */
  url: string;
  name: string;
}

/** What a process that runs handlers is told besides. */
interface HandlersOptions extends ProcessOptions {
  seed: number;
  /** Those that the flows of the seed are spread over. */
  backends: readonly BackendName[];
  /** Folder with a file for each run whose cause of failure is gone. */
  mendedFolder: string;
  /** Whether handlers may leave rejections behind. */
  strays: boolean;
}

/** A worker that fetches its tasks. */
export interface WorkerProcessOptions extends HandlersOptions {
  role: 'worker';
  backend: PullBackendName;
  /** Whether it serves only the newest version of each flow, as a worker after a deploy does. */
  onlyNewest: boolean;
}

/** A function that is sent the tasks of one flow. */
export interface FunctionProcessOptions extends HandlersOptions {
  role: 'function';
  slug: string;
  answer: 'at once' | 'after work';
  secret: string;
  /** 0 for any that is free. */
  port: number;
  /** How many were in its place before it. */
  life: number;
  /** Whether some requests are broken. */
  faults: boolean;
}

/** What sends tasks to functions. */
export interface DispatcherProcessOptions extends ProcessOptions {
  role: 'dispatcher';
  secret: string;
}

/** What any process of the fleet is told. */
export type MemberOptions =
  | WorkerProcessOptions
  | FunctionProcessOptions
  | DispatcherProcessOptions;

/** What a process says to its parent once it works. */
export interface ProcessStarted {
  /** Where it listens, of a function. */
  port?: number;
}

/** What a function says to its parent about a request. */
export interface RequestBroken {
  fault: RequestFault;
}

/** What a parent says when nothing is to be broken any more. */
export const CALM = 'calm';
