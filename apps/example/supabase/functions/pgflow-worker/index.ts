import { flow } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import postgres from 'postgres';
import { z } from 'zod';
import { Fetcher } from '../../../src/audit/fetcher.ts';
console.log(typeof flow, typeof map, typeof postgres, typeof z, typeof Fetcher);
const visit = await new Fetcher().visit('http://127.0.0.1:18080/r', { concurrency: 1, delayMs: 0 });
console.log(visit);
export default { fetch: () => new Response('ok') };
