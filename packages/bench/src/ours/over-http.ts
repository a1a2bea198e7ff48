import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createDispatcher } from '@pgflow/backend-http';
import { createClient } from '@pgflow/core-sql';
import { connect } from '../connect.js';
import { httpSecret } from './backends.js';
import type { FunctionOrder, FunctionSettled, FunctionStarted } from './http-function.js';
import { quietLogger, type StartWorkers } from './workers.js';

const script = fileURLToPath(new URL('./http-function.js', import.meta.url));

/** How a function is called: the tasks of a call at most, and the calls in flight at once. */
export interface Calling {
  batchSize: number;
  maxCalls: number;
}

/** A function in a process of its own, and a dispatcher here that calls it on loopback. */
export function overHttp({ batchSize, maxCalls }: Calling): StartWorkers {
  return async (url, flow, onCompleted) => {
    let calls = 0;
    const called = fork(script);
    const started = once(called, 'message');
    called.send({ url, definition: flow.definition } satisfies FunctionOrder);
    const [{ url: address }] = (await started) as [FunctionStarted];
    called.on('message', (message: FunctionSettled) => {
      calls = message.calls;
      onCompleted(message.completed);
    });

    const sql = connect(url);
    await createClient(sql).define(flow, { current: true });
    await sql`
      select pgflow_http.set_endpoint(
        ${flow.slug}, ${address}, 'bench', batch_size => ${batchSize}, max_calls => ${maxCalls})`;
    const dispatcher = createDispatcher({
      sql,
      secrets: { bench: httpSecret },
      logger: quietLogger,
    });
    await dispatcher.start();
    return {
      calls: () => calls,
      async [Symbol.asyncDispose]() {
        await dispatcher.stop();
        await sql.end();
        const ended = once(called, 'exit');
        called.disconnect();
        await ended;
      },
    };
  };
}
