import { fileURLToPath } from 'node:url';
import {
  type EdgeRuntime,
  type EdgeRuntimeOptions,
  type EndReason,
  type IsolateRecord,
  startEdgeRuntime,
} from '@pgflow/dev-edge-runtime';
import { onTestFinished } from 'vitest';

/** A served function, what it wrote, and shorthands to ask it. */
export interface Served {
  runtime: EdgeRuntime;
  lines: string[];
  /** Answers with the status and the body. */
  get(path?: string): Promise<{ status: number; body: string }>;
  /** Waits until an isolate, the first by default, has ended. */
  ended(id?: number): Promise<Readonly<IsolateRecord>>;
  /** Why the isolates ended; undefined for those that live. */
  reasons(): (EndReason | undefined)[];
  /** When `beforeunload` came, in ms since 1970, for this reason. */
  unloadedAt(reason: string): number | undefined;
}

/** Path of a function in tests/functions. */
export function functionDir(name: string): string {
  return fileURLToPath(new URL(`../functions/${name}`, import.meta.url));
}

/** Serves a function of tests/functions until the test ends. */
export async function serve(
  name: string,
  options: Omit<EdgeRuntimeOptions, 'functionDir'> = {},
): Promise<Served> {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const runtime = await startEdgeRuntime({ functionDir: functionDir(name), log, ...options });
  onTestFinished(() => runtime.stop());
  return {
    runtime,
    lines,
    async get(path = '') {
      const response = await fetch(runtime.url + path);
      return { status: response.status, body: await response.text() };
    },
    ended: (id = 1) => until(() => runtime.isolates.find((i) => i.id === id && i.endedAt)),
    reasons: () => runtime.isolates.map(({ reason }) => reason),
    unloadedAt(reason) {
      const line = lines.find((l) => l.includes(`beforeunload ${reason} at `));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    },
  };
}

/** Waits until a look gives something. */
export async function until<Found>(look: () => Found | undefined | false): Promise<Found> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
