import { createHandler } from '@pgflow/edge-worker';
import { auditHandler, readSettings } from '../../../src/audit-worker.ts';

// Each signed request brings tasks, which run on after its answer.
export default createHandler(auditHandler(readSettings()));
