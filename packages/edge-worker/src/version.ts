import process from 'node:process';

/** This package's version, as in its package.json. */
export const version = '0.0.0';

/** Which worker program this is, for `pgflow.workers`: such as "edge-worker 0.1.0, node 20.20.2". */
export function programVersion(): string {
  const { deno, node } = process.versions;
  return `edge-worker ${version}, ${deno ? `deno ${deno}` : `node ${node}`}`;
}
