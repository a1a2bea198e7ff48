import { tableBackend } from '@pgflow/backend-table';
import { sqlModule as core } from '@pgflow/core-sql';
import { mapStepType } from '@pgflow/step-type-map';

/** Brings tasks to workers. To change it, change it here: the flows stay as they are. */
export const backend = tableBackend;

/** What `migrate()` installs in the database: each that is used has its line here. */
export const modules = [core, mapStepType.sqlModule, backend.sqlModule];
