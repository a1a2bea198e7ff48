import { serveWorker } from '@pgflow/edge-worker';
import { auditWorker, readSettings } from '../../../src/audit-worker.ts';

const settings = readSettings();

// Each request wakes the worker of this isolate, which works on until the host ends the isolate.
export default serveWorker({ secret: settings.secret, worker: () => auditWorker(settings) });
