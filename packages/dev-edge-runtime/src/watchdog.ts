import { spawn } from 'node:child_process';

/**
 * Has a process killed when ours ends, however it ends, SIGKILL included; the result calls that off.
 * An isolate sees our end itself, but not while its code blocks the event loop. Where there is no
 * `sh` (Windows), nothing is done.
 */
export function killWithUs(pid: number): () => void {
  // The kernel closes the pipe to the shell, whose `read` then returns. In a session of its own, so
  // that Ctrl-C does not reach it first.
  const watchdog = spawn('sh', ['-c', 'read -r _; kill -9 "$1"', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.on('error', () => {});
  return () => void watchdog.kill('SIGKILL');
}
