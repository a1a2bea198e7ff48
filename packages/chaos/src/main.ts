import { type Command, parseCommand, UsageError, usage } from './arguments.js';
import { chaos } from './chaos.js';
import { describe, isSound } from './summary.js';

const log = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

// The driver fetches types when it has connected, and nobody can catch the error of a connection that is lost
// just then. All else that nobody catches ends the chaos.
process.on('unhandledRejection', (error: { code?: string }) => {
  if (!/^(?:CONNECTION_|ECONN|EPIPE|57P)/.test(error?.code ?? '')) throw error;
});

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(parseCommand(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log(`${error.message}\n\n${usage}`);
    return 2;
  }
}

async function run(command: Command): Promise<number> {
  if (command.help) {
    print(usage);
    return 0;
  }
  const seed = command.seed ?? Math.floor(Math.random() * 1_000_000);
  const only = `--only ${[...command.enabled].join(',')}`;
  log(
    `Repeat with: npx -y pnpm@10 chaos --minutes ${command.minutes} --seed ${seed} ` +
      `--workers ${command.workers} --backends ${command.backends.join(',')} ${only}`,
  );
  const { stop, quit } = interrupts();
  const summary = await chaos(command, { seed, log, stop, quit });
  print(describe(summary));
  return isSound(summary) ? 0 : 1;
}

/** The first interrupt ends the chaos, the second the settling; both end with the summary. */
function interrupts(): { stop: AbortSignal; quit: AbortSignal } {
  const [stop, quit] = [new AbortController(), new AbortController()];
  const interrupt = () => (stop.signal.aborted ? quit : stop).abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return { stop: stop.signal, quit: quit.signal };
}
