// A worker as a process of its own, whose handlers never end: `worker-process.ts <url> <folder>`.
import { createWorker, runUntilSignal } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { spoolBackend } from '../src/spool-backend.js';
import { stuck } from './stuck.js';

const [url = '', folder = ''] = process.argv.slice(2);
const flows = [
  stuck(() => {
    console.log('running');
    return new Promise(() => {});
  }),
];
const sql = postgres(url, { connection: { application_name: 'to be killed' } });
await runUntilSignal(
  createWorker({ flows, backend: spoolBackend({ folder, againSeconds: 2 }), sql, leaseSeconds: 2 }),
);
