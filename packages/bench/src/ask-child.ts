import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job } from './child.js';

const script = fileURLToPath(new URL('./child.js', import.meta.url));

/** What takes longer has failed, in ms. */
const LIMIT_MS = 300_000;

/** What a child answers. */
export type Answer<Value> = { value: Value } | { error: string };

/**
 * Gives a job to a process of its own, under this Node. Raises what it raised, with the end of what it
 * printed, and the signal's reason.
 */
export async function askChild<Value>(
  job: Job,
  { node, signal }: { node: string; signal: AbortSignal },
): Promise<Value> {
  signal.throwIfAborted();
  const child = fork(script, { execPath: node, silent: true });
  const kill = () => child.kill('SIGKILL');
  const timer = setTimeout(kill, LIMIT_MS);
  signal.addEventListener('abort', kill, { once: true });

  let answer: Answer<Value> | undefined;
  child.on('message', (message) => {
    answer = message as Answer<Value>;
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => log.push(String(chunk)));
  }
  child.send(job);
  const ending = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => resolve(`ended with ${killedBy ?? code}`));
  });

  clearTimeout(timer);
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  if (answer && !('error' in answer)) return answer.value;
  const printed = log.join('').trim().slice(-2000);
  throw new Error(`${answer?.error ?? ending}\n${printed}`.trim());
}
