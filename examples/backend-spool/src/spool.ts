import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from '@pgflow/core-sql';
import { errorText, type TroubleLog } from '@pgflow/core-sql/process';
import { readMessage } from './message.js';

/** Something could not be done with the spool; it is in the log. */
export class SpoolError extends Error {}

/**
 * The folder of one queue. A message is a file in `ready`; it comes there whole, by a rename out of
 * `new`, and whoever can rename it into `taken` has it. What is no message ends in `garbage`.
 */
export class Spool {
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #trouble: TroubleLog;

  constructor(folder: string, logger: Logger, trouble: TroubleLog) {
    this.#folder = folder;
    this.#logger = logger;
    this.#trouble = trouble;
  }

  /** Where messages arrive. */
  get ready(): string {
    return join(this.#folder, 'ready');
  }

  /**
   * Makes what is not there, and answers how many messages are. It does not make the folder that all
   * queues are in: without its disk, that would be another folder of the same name.
   */
  prepare(): Promise<number> {
    return this.#use('looking into', async () => {
      for (const place of ['', 'new', 'ready', 'taken', 'garbage']) {
        await mkdir(join(this.#folder, place)).catch(unless('EEXIST'));
      }
      return (await readdir(this.ready)).length;
    });
  }

  /** Puts messages there. One that is there already stays one, since its file is named after it. */
  put(messages: string[]): Promise<void> {
    return this.#use('putting messages into', async () => {
      for (const message of messages) {
        const file = join(this.#folder, 'new', randomUUID());
        await writeFile(file, message);
        await rename(file, join(this.ready, message.replaceAll('/', '.')));
      }
    });
  }

  /** Takes up to `quantity` messages out; nobody else gets them. */
  take(quantity: number): Promise<string[]> {
    return this.#use('taking messages out of', async () => {
      const names = await readdir(this.ready, { encoding: 'buffer' }); // a name may be no text
      const messages: string[] = [];
      // Workers that look at the same moment begin at different places, and so meet less often.
      const first = Math.floor(Math.random() * names.length);
      for (const name of [...names.slice(first), ...names.slice(0, first)]) {
        if (messages.length >= quantity) break;
        const message = await this.#takeOne(name);
        if (message !== undefined) messages.push(message);
      }
      return messages;
    });
  }

  /** Removes what processes left behind that died with a message in hand: it was relayed again. */
  sweep(olderThanMs = 3_600_000): Promise<void> {
    return this.#use('sweeping', async () => {
      for (const place of ['new', 'taken']) {
        const names = await readdir(join(this.#folder, place)).catch(unless('ENOENT'));
        for (const name of names ?? []) {
          const file = join(this.#folder, place, name);
          const since = (await lstat(file).catch(unless('ENOENT')))?.ctimeMs ?? Date.now();
          if (since <= Date.now() - olderThanMs) await rm(file, { recursive: true, force: true });
        }
      }
    });
  }

  // #region use
  /** Raises a {@link SpoolError} of one text for all that fails for one reason, so it is told once. */
  async #use<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
    const name = `${doing} ${this.#folder}`;
    try {
      const result = await work();
      this.#trouble.worked(name);
      return result;
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? errorText(cause);
      const error = new SpoolError(`${dirname(this.#folder)} cannot be used: ${reason}`, { cause });
      this.#trouble.failed(name, error);
      throw error;
    }
  }
  // #endregion

  async #takeOne(name: Buffer): Promise<string | undefined> {
    const taken = join(this.#folder, 'taken', randomUUID());
    const file = Buffer.concat([Buffer.from(join(this.ready, '/')), name]);
    if (!(await moved(file, taken))) return undefined; // somebody else has it
    const { message, fault } = await readMessage(taken);
    if (message === undefined) {
      const garbage = join(this.#folder, 'garbage', `${randomUUID()}-${String(name).slice(0, 50)}`);
      if (await moved(taken, garbage))
        this.#logger.warn('put a file aside that is no message', { file: garbage, fault });
    } else {
      await rm(taken, { force: true });
    }
    return message;
  }
}

/** Whether the file was there to be moved. */
async function moved(from: string | Buffer, to: string): Promise<boolean> {
  return (await rename(from, to).then(() => true, unless('ENOENT'))) ?? false;
}

/** Makes nothing of an error with this code, and raises every other one. */
const unless = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error;
  return undefined;
};
