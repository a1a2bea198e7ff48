/**
 * What runs first in an isolate: makes Deno look like the edge runtime, then loads the function and
 * answers its requests. Its one argument is the URL of the function's entry.
 */
import process from 'node:process';
import type { FromIsolate, ToIsolate, UnloadReason } from './messages.js';

type Handler = (request: Request, ...rest: unknown[]) => Response | Promise<Response>;
type HttpServer = { addr: { port: number } };
type Core = {
  setPromiseHooks(init: null, before: null, after: null, resolve: (p: unknown) => void): void;
  /** First the state of a promise: 0 is pending. */
  getPromiseDetails(promise: Promise<unknown>): [state: number, value: unknown];
};
declare function dispatchEvent(event: Event): boolean;
declare const Deno: {
  args: string[];
  internal: symbol;
  exit(code: number): never;
  serve: (...args: unknown[]) => unknown;
};

const core = (Deno as unknown as Record<symbol, { core: Core }>)[Deno.internal]?.core as Core;
const sendMessage = process.send?.bind(process) as (
  message: FromIsolate,
  sent?: () => void,
) => boolean;
const send = (message: FromIsolate) => new Promise<void>((sent) => sendMessage(message, sent));

const waiting = new Set<unknown>();
let draining = false;
let terminating = false;

// Settling is watched from outside, as the real one does: a `then` of ours would count as handling
// a rejection, a `finally` as a second one.
core.setPromiseHooks(null, null, null, (promise) => {
  if (waiting.delete(promise) && waiting.size === 0) setTimeout(ended);
});

function waitUntil<Given>(promise: Given): Given {
  if (promise instanceof Promise && core.getPromiseDetails(promise)[0] === 0) {
    waiting.add(promise);
    if (waiting.size === 1) void send({ kind: 'waiting', count: 1 });
  }
  return promise;
}

/** Later than whatever awaits the last promise, which may have handed over another. */
function ended(): void {
  if (waiting.size > 0) return;
  void send({ kind: 'waiting', count: 0 });
  if (draining) drop();
}

function drop(): void {
  if (!terminating) unload('early_drop');
  void send({ kind: 'drained' });
}

function unload(reason: UnloadReason): void {
  if (reason === 'termination') terminating = true;
  dispatchEvent(new CustomEvent('beforeunload', { detail: { reason } }));
}

process.on('message', (message: ToIsolate) => {
  if (message.kind === 'unload') return unload(message.reason);
  draining = true;
  if (waiting.size === 0) drop();
});
process.on('disconnect', () => Deno.exit(1));

const serve = Deno.serve;
let handler: Handler | undefined;
Deno.serve = (...args) => {
  const options = args.find((arg): arg is { handler?: Handler } => typeof arg === 'object');
  handler = args.find((arg): arg is Handler => typeof arg === 'function') ?? options?.handler;
  const finished = new Promise<void>(() => {});
  return { finished, shutdown: () => finished, ref() {}, unref() {} };
};
Object.assign(globalThis, { EdgeRuntime: { waitUntil } });

// Sent before anything of the function's runs, which may never give the event loop back.
await send({ kind: 'started' });
const loaded = await load(Deno.args[0] ?? '');
const answer = handler ?? loaded.default?.fetch?.bind(loaded.default);
if (!answer) throw new Error('The function neither exports { fetch } nor calls Deno.serve');
const server = serve({ hostname: '127.0.0.1', port: 0, onListen() {} }, answer) as HttpServer;
await send({ kind: 'ready', port: server.addr.port });

/** Imports the function beside a module that says when all is loaded and evaluation begins. */
async function load(entry: string): Promise<{ default?: { fetch?: Handler } }> {
  const mark = Symbol.for('pgflow.evaluating');
  const tell = () => void send({ kind: 'evaluating', at: Date.now() });
  Object.assign(globalThis, { [mark]: tell });
  const marker = dataUrl(`globalThis[Symbol.for('pgflow.evaluating')]();`);
  const both = dataUrl(`import '${marker}';
    import * as loaded from ${JSON.stringify(entry)};
    export { loaded };`);
  return (await import(both)).loaded;
}

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code).replaceAll("'", '%27')}`;
}
