import { parseArgs } from 'node:util';
import { type Kind, kindNames, kinds, type Mischief, mischiefs } from './kinds.js';
import { type BackendName, backendNames } from './random-shape.js';

/** What the command line asks for. */
export interface Command {
  help: boolean;
  minutes: number;
  /** undefined: any. */
  seed: number | undefined;
  workers: number;
  /** Those that flows and steps are spread over. */
  backends: readonly BackendName[];
  /** How long what is left may take when chaos is over, in s. */
  settle: number;
  enabled: ReadonlySet<Kind | Mischief>;
  /** File for what the workers write. */
  out: string | undefined;
}

/** A command line that cannot be understood. The message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const everything: readonly (Kind | Mischief)[] = [
  ...kindNames,
  ...(Object.keys(mischiefs) as Mischief[]),
];

const table = [
  ...kindNames.map((kind) => [kind, kinds[kind].does] as const),
  ...Object.entries(mischiefs).map(([name, does]) => [name, does] as const),
]
  .map(([name, does]) => `  ${name.padEnd(10)} ${does}`)
  .join('\n');

/** The text of `--help`. */
export const usage = `Runs random flows on several workers and functions while it breaks these, connections and
Postgres, and checks that nothing was lost, done twice or left over. On an embedded Postgres, or on DATABASE_URL
(a superuser's; chaos makes a database and a role of its own there, drops them, and restarts nothing)

Usage: npx -y pnpm@10 chaos [options]

  --minutes <n>      How long (default 1)
  --seed <n>         Repeats the flows, inputs, failures and kills of an earlier chaos
  --backends <names> Backends that flows and their steps are spread over, with commas. Default: all
                     (${backendNames.join(', ')}; http is served by functions, not by workers)
  --workers <n>      Worker processes, spread over the backends (default 6, at least 2)
  --only <kinds>     Kinds of chaos, with commas. Default: all
  --without <kinds>  All kinds but these
  --settle <s>       How long what is left may take at the end (default 60)
  --out <file>       Writes what the workers say to this file
  --help             This text

Kinds:
${table}

The exit code is 1 where anything was lost, doubled, stuck, wrong or crashed, where there was a
deadlock, or fewer kills than 50 a minute.
`;

/** Reads the arguments after the program's name. Raises a {@link UsageError}. */
export function parseCommand(args: readonly string[]): Command {
  const values = read(args);
  const only = names('--only', values.only, everything) ?? everything;
  const without = names('--without', values.without, everything) ?? [];
  return {
    help: values.help ?? false,
    minutes: number('--minutes', values.minutes ?? '1', /^\d*\.?\d+$/, Number.MIN_VALUE),
    seed: values.seed === undefined ? undefined : number('--seed', values.seed, /^\d{1,9}$/, 0),
    workers: number('--workers', values.workers ?? '6', /^\d+$/, 2),
    backends: names('--backends', values.backends, backendNames) ?? backendNames,
    settle: number('--settle', values.settle ?? '60', /^\d+$/, 1),
    out: values.out,
    enabled: new Set(only.filter((name) => !without.includes(name))),
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      // `pnpm chaos -- --seed ...` hands the dashes on.
      args: args[0] === '--' ? args.slice(1) : [...args],
      options: {
        minutes: { type: 'string' },
        seed: { type: 'string' },
        backends: { type: 'string' },
        workers: { type: 'string' },
        settle: { type: 'string' },
        only: { type: 'string' },
        without: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Only the first sentence: the rest is advice for callers of parseArgs.
    throw new UsageError(String((error as Error).message).split(/\.\s/)[0]);
  }
}

function names<Name extends string>(
  option: string,
  given: string | undefined,
  known: readonly Name[],
): Name[] | undefined {
  return given?.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (found !== undefined) return found;
    throw new UsageError(`${option}: there is no ${name}, only ${known.join(', ')}`);
  });
}

function number(option: string, text: string, shape: RegExp, least: number): number {
  const value = Number(text);
  if (shape.test(text) && value >= least) return value;
  throw new UsageError(`${option} cannot be ${text}`);
}
