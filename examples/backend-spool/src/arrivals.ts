import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';

/**
 * Tells when something has come into a folder, or gone. A hint: a disk on a network tells nothing of
 * what other machines do, and a system may have no watches left.
 */
export class Arrivals {
  readonly #folder: string;
  readonly #listener: () => void;
  #watched: number | undefined; // the inode: the folder may be another one than before
  #watcher: FSWatcher | undefined;
  #closed = false;

  constructor(folder: string, listener: () => void) {
    this.#folder = folder;
    this.#listener = listener;
  }

  /** Watches the folder that is there now; to be called before each look into it. */
  async refresh(): Promise<void> {
    const { ino } = (await stat(this.#folder).catch(() => undefined)) ?? {};
    if (this.#closed || ino === this.#watched) return;
    this.#watcher?.close();
    this.#watched = ino;
    if (ino === undefined) return;
    try {
      this.#watcher = watch(this.#folder, this.#listener);
      this.#watcher.on('error', () => {}); // of a folder that went away
    } catch {
      // No watches left: a worker looks now and then in any case.
    }
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
  }
}
