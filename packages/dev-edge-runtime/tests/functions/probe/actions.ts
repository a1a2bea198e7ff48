import process from 'node:process';

declare const EdgeRuntime: { waitUntil<Given>(promise: Given): Given };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const kept: unknown[] = [];

type Action = (request: Request, ms: number) => Promise<Response | undefined> | undefined;

/** What the probe can be asked to do; an action without an answer gets one at once. */
export const actions: Record<string, Action> = {
  async env() {
    return Response.json(process.env);
  },
  async echo(request) {
    const { method, headers } = request;
    return new Response(request.body, { headers: { method, custom: headers.get('custom') ?? '' } });
  },
  async slow(_, ms) {
    await pause(ms);
    return undefined;
  },
  async stream() {
    const parts = ['first', 'second'].values();
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const { value } = parts.next();
      if (!value) return controller.close();
      controller.enqueue(new TextEncoder().encode(value));
      await pause(500);
    };
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
  },
  background(_, ms) {
    EdgeRuntime.waitUntil(pause(ms).then(() => console.log('background is done')));
    return undefined;
  },
  /** One background task hands over the next, when it has settled. */
  chain(_, ms) {
    const next = () => EdgeRuntime.waitUntil(pause(300).then(() => console.log('second is done')));
    EdgeRuntime.waitUntil(pause(ms)).then(next);
    return undefined;
  },
  caught() {
    const failing = pause(10).then(() => Promise.reject(new Error('expected')));
    EdgeRuntime.waitUntil(failing);
    failing.catch((error) => console.log(`caught ${error.message}`));
    return undefined;
  },
  uncaught() {
    EdgeRuntime.waitUntil(pause(10).then(() => Promise.reject(new Error('nobody caught this'))));
    return undefined;
  },
  thrown() {
    setTimeout(() => {
      throw new Error('thrown outside');
    }, 10);
    return new Promise(() => {});
  },
  block() {
    console.log('blocks');
    for (;;);
  },
  /** Uses CPU time and gives the event loop back in between. */
  async burn() {
    for (;;) {
      const end = Date.now() + 10;
      while (Date.now() < end);
      await pause(0);
    }
  },
  async grow() {
    for (;;) {
      kept.push(new Uint8Array(1_000_000).fill(1));
      await pause(2);
    }
  },
  /** Fills the heap without giving the event loop back. */
  leak() {
    for (;;) kept.push({ some: [kept.length, 'object'] });
  },
};
