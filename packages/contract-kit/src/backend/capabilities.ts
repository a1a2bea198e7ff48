import assert from 'node:assert/strict';
import { refusesWrongFunctions } from '../registration.js';
import type { BackendSuite, BackendWorld } from './backend-suite.js';

const reading = 'read_queued_step_tasks(uuid,text[],integer,integer)';

/** What a backend says that it can do is there, and there is nothing that it does not say. */
export function backendCapabilities({
  describe,
  testCommitted: test,
  harness,
}: BackendSuite): void {
  const { backend, schema } = harness;
  const registered = async ({ sql }: BackendWorld) => {
    const [row] = await sql<[{ capabilities: { delivery?: string }; reads: boolean }]>`
      select capabilities, to_regprocedure(${`${schema}.${reading}`}) is not null as reads
      from pgflow.worker_backends where backend = ${backend}`;
    return row;
  };

  describe('capabilities: what is declared is there, and nothing else', () => {
    test('the manifest says only what the contract knows', async (world) => {
      const { delivery = '', ...unknown } = (await registered(world)).capabilities;
      assert.match(delivery, /^(pull|push)$/);
      assert.deepEqual(unknown, {});
    });

    test('its queues can be read where its delivery is pull, and there alone', async (world) => {
      const { capabilities, reads } = await registered(world);
      assert.equal(reads, capabilities.delivery === 'pull');
    });

    test('pull without the function that reads is refused with PF011', ({ sql }) => {
      const capabilities = { delivery: 'pull' };
      const plugin = { kind: 'worker_backend', name: backend, schema, capabilities } as const;
      return refusesWrongFunctions(sql, plugin, [reading], 'missing');
    });
  });
}
