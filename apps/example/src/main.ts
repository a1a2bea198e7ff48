import { parseCommand, UsageError, usage } from './arguments.ts';
import { audit } from './audit-command.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { search } from './search-command.ts';
import { Store } from './store.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const bold = (text: string) => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text);

async function main(): Promise<number> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    print(usage.trimEnd());
    return 0;
  }
  const config = readConfig();
  if (command.kind === 'search') {
    const database = await openDatabase(config);
    try {
      for (const line of await search(new Store(database.sql), command.words, bold)) print(line);
      return 0;
    } finally {
      await database.close();
    }
  }
  const interrupt = new AbortController();
  // Once: who presses Ctrl-C again wants out at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupt.abort());
  return audit(command, config, print, interrupt.signal);
}

// A reader that has seen enough, such as head, closes the pipe: then there is nobody to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  process.exitCode = await main();
} catch (error) {
  const usageError = error instanceof UsageError;
  const { message, hint = usageError ? 'Try --help.' : '' } = error as Error & { hint?: string };
  process.stderr.write(`${[message, hint].filter(Boolean).join('\n')}\n`);
  process.exitCode = usageError ? 2 : 1;
}
