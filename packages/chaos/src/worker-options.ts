import type { BackendName } from './random-shape.js';

/** What a worker process is told, as JSON in its only argument. */
export interface WorkerProcessOptions {
  /** By way of the proxy. */
  url: string;
  seed: number;
  name: string;
  backend: BackendName;
  /** Whether it serves only the newest version of each flow, as a worker after a deploy does. */
  onlyNewest: boolean;
  /** Folder with a file for each run whose cause of failure is gone. */
  mendedFolder: string;
  /** Whether handlers may leave rejections behind. */
  strays: boolean;
}

/** What a worker process says to its parent once it works. */
export interface WorkerStarted {
  workerId: string;
}
