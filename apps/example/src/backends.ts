import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';

/** What can bring the audit's tasks to its worker, and the extensions that it needs. */
export const backends = {
  pgmq: { backend: pgmqBackend, extensions: ['pgmq'] },
  table: { backend: tableBackend, extensions: [] },
} as const;

/** Name of a backend, on the command line and in the variable WORKER_BACKEND. */
export type BackendName = keyof typeof backends;

/** What is used where nothing is said. */
export const defaultBackend: BackendName = 'pgmq';

/** Whether a text is the name of a backend. */
export function isBackendName(name: string): name is BackendName {
  return Object.hasOwn(backends, name);
}
