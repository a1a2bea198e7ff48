import type { StepTypeHarness, WorkerBackendHarness } from '@pgflow/contract-kit';
import { harness } from './small-suite.ts';

const { createDatabase, schema, version } = harness;

/** Plug-ins that are not registered as these harnesses say. */
export const wrong: readonly [StepTypeHarness, StepTypeHarness, WorkerBackendHarness] = [
  { ...harness, stepType: 'singel' },
  { ...harness, schema: 'pgflow_singel' },
  {
    backend: 'tabel',
    schema,
    version,
    createDatabase,
    capabilities: { delivery: 'pull' },
    countDeliveries: async () => 0,
    expireLease: async () => {},
    malformed: { impossible: 'there is no such backend' },
  },
];
