import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const keptLines = 40;

/** Hands each line that a process writes to `log`. The result tells the last lines of its stderr. */
export function pipeOutput(child: ChildProcess, log: (line: string) => void): () => string {
  const errors: string[] = [];
  const keep = (line: string) => {
    if (errors.push(line) > keptLines) errors.shift();
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const lines = createInterface(stream).on('line', log);
    if (stream === child.stderr) lines.on('line', keep);
  }
  return () => errors.join('\n');
}
