import { httpBackend } from '@pgflow/backend-http';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';
import type { WorkerBackend } from '@pgflow/core-sql';

/** A backend that can be measured, and what it needs of the server. */
export interface MeasuredBackend {
  backend: WorkerBackend;
  extensions: readonly 'pgmq'[];
}

/** The backends whose tasks are fetched, each an engine of its own in the tables. */
export const backends: readonly MeasuredBackend[] = [
  { backend: pgmqBackend, extensions: ['pgmq'] },
  { backend: tableBackend, extensions: [] },
];

/** What signs the calls of functions here. */
export const httpSecret = 'a secret of the bench';

/** The backend that calls functions: an engine too, with rows of its own. */
export const http: MeasuredBackend = {
  backend: httpBackend({ secret: httpSecret }),
  extensions: [],
};
