import { lstat, readFile } from 'node:fs/promises';

/** What a message holds: the key of a delivery, '<run_id>/<step_index>/<task_index>'. */
const MESSAGE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/\d{1,5}\/\d{1,10}$/;
const LARGEST_MESSAGE = 100;

/** The message in a file, or what is wrong with it. A link, a pipe or a large file is not opened. */
export async function readMessage(file: string): Promise<{ message?: string; fault: string }> {
  try {
    const found = await lstat(file);
    if (!found.isFile()) return { fault: 'it is no plain file' };
    if (found.size > LARGEST_MESSAGE) return { fault: `it has ${found.size} bytes` };
    const text = await readFile(file, 'utf8');
    return MESSAGE.test(text) ? { message: text, fault: '' } : { fault: 'it names no task' };
  } catch (error) {
    return { fault: String(error) };
  }
}
