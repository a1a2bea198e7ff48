import { parseArgs } from 'node:util';

/** What `pgflow-http-dispatcher --help` prints. */
export const help = `Usage: pgflow-http-dispatcher [options]

Makes the HTTP calls that bring tasks to functions, where the database has no
pg_net. Several at once are safe. Ends in order at SIGTERM and SIGINT.

Options:
  --concurrency <n>  calls at once, to all functions (default 250)
  --no-listen        look for work every second: for a transaction pooler
  --help             print this

Environment:
  DATABASE_URL          the database, as a role that may execute pgflow_http.take_calls,
                        retry_stale_step_tasks, wake_workers and housekeep
  PGFLOW_SECRET_<NAME>  the secret of this name (such as PGFLOW_SECRET_TASKS for
                        "tasks"; other characters than letters and digits are _)
`;

/** What the command is to do. */
export interface Arguments {
  readonly help: boolean;
  readonly concurrency: number;
  readonly listen: boolean;
}

/** Reads the arguments. Raises an error that says which one is wrong. */
export function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      concurrency: { type: 'string', default: '250' },
      'no-listen': { type: 'boolean', default: false },
    },
  });
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new Error(`--concurrency is a whole number from 1, not "${values.concurrency}"`);
  }
  return { help: values.help, concurrency, listen: !values['no-listen'] };
}

/** The environment variable that holds the secret of a name. */
export function secretVariable(name: string): string {
  return `PGFLOW_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}
