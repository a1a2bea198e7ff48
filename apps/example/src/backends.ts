import { httpBackend } from '@pgflow/backend-http';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';
import type { WorkerBackend } from '@pgflow/core-sql';

interface Backend {
  /** Makes it; `secret` is what signs the requests, where tasks are brought by requests. */
  make(secret?: string): WorkerBackend;
  /** What it needs in the database. */
  extensions: readonly string[];
  /** The Edge Function that runs the worker. */
  edgeFunction: string;
}

/** What can bring the audit's tasks to its worker. */
export const backends = {
  pgmq: { make: () => pgmqBackend, extensions: ['pgmq'], edgeFunction: 'pgflow-worker' },
  table: { make: () => tableBackend, extensions: [], edgeFunction: 'pgflow-worker' },
  http: {
    make: (secret?: string) => httpBackend({ secret }),
    extensions: [],
    edgeFunction: 'pgflow-tasks',
  },
} as const satisfies Record<string, Backend>;

/** Name of a backend, on the command line and in the variable WORKER_BACKEND. */
export type BackendName = keyof typeof backends;

/** What is used where nothing is said. */
export const defaultBackend: BackendName = 'pgmq';

/** Whether a text is the name of a backend. */
export function isBackendName(name: string): name is BackendName {
  return Object.hasOwn(backends, name);
}
