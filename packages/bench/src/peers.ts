import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { askChild } from './ask-child.js';
import type { Engine, EngineInfo } from './engine.js';

/** The peers that can be measured beside ours. */
export const peerNames = ['pgflow', 'dbos', 'pgboss', 'graphile', 'raw'] as const;

const folder = new URL('../peers/', import.meta.url);
const inFolder = (path: string) => fileURLToPath(new URL(path, folder));

/** The least Node that the peers run on; it also runs their TypeScript as it is. */
const leastNode = [22, 18] as const;

/** Installs the peers where they are not, from the lockfile in their folder. */
export async function installPeers(log: (text: string) => void): Promise<void> {
  const installed = inFolder('node_modules/.package-lock.json');
  const locked = inFolder('package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  log('Installing the peers ...');
  // The engines of some are newer than this Node; they are run on another one.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  const npm = spawn('npm', args, { cwd: fileURLToPath(folder), stdio: ['ignore', 2, 2] });
  const [code] = await once(npm, 'close');
  if (code !== 0) throw new Error(`npm ci in ${fileURLToPath(folder)} ended with ${code}`);
}

/** Path of a Node for the peers: this one where it is new enough, else the one installed with them. */
export function nodeForPeers(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) {
    return process.execPath;
  }
  const installed = inFolder(`node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(installed)) return installed;
  throw new Error(
    `The peers need Node ${leastNode.join('.')} or later; this is ${process.version}`,
  );
}

/** The version of a Node, such as `v22.18.0`. */
export function versionOfNode(path: string): string {
  return execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
}

/** A peer's cases, asked of a process that can load it. */
export function describePeer(
  name: string,
  options: { node: string; signal: AbortSignal },
): Promise<EngineInfo> {
  return askChild<EngineInfo>({ kind: 'describe', engine: name }, options);
}

/** Loads a peer, in a process of a Node that runs TypeScript. */
export async function loadPeer(name: string): Promise<Engine> {
  const { engine } = await import(new URL(`${name}.ts`, folder).href);
  return engine;
}
