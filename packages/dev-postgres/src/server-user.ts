import { execFileSync } from 'node:child_process';

/** Who runs a server that refuses to run as root, such as Postgres: we do, or `nobody` in root's place. */
export function serverUser(): { uid: number; gid: number } {
  const name = process.getuid?.() === 0 ? ['nobody'] : [];
  const id = (flag: string) => Number(execFileSync('id', [flag, ...name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
