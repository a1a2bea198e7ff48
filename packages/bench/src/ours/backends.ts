import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';
import type { WorkerBackend } from '@pgflow/core-sql';

/** A backend that can be measured, and what it needs of the server. */
export interface MeasuredBackend {
  backend: WorkerBackend;
  extensions: readonly 'pgmq'[];
}

/** The backends, each an engine of its own in the tables. */
export const backends: readonly MeasuredBackend[] = [
  { backend: pgmqBackend, extensions: ['pgmq'] },
  { backend: tableBackend, extensions: [] },
];
