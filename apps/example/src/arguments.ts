import { parseArgs } from 'node:util';
import { type BackendName, defaultBackend, isBackendName } from './backends.ts';

/** What the command line asks for. */
export type Command =
  | { kind: 'help' }
  | { kind: 'search'; words: string }
  | {
      kind: 'audit';
      site: string | undefined;
      out: string | undefined;
      runtime: Runtime;
      backend: BackendName;
      limits: Limits;
    };

/** What runs the worker. */
export type Runtime = 'node' | 'deno';

/** Limits given on the command line; the rest is left to the flow's defaults. */
export interface Limits {
  maxPages?: number;
  concurrency?: number;
  delayMs?: number;
}

/** A command line that cannot be understood. The message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of `--help`. */
export const usage = `Audits a documentation site: finds broken links, orphans and missing titles, and makes it searchable.

Usage: npx -y pnpm@10 example [options]

  --site <url>        Site to audit. Default: this repository's documents and those of
                      its installed packages, served on loopback
  --search <words>    Search the newest audit instead
  --max-pages <n>     Pages read at most (1 to 10000, default 1000)
  --concurrency <n>   Requests under way at once (1 to 16, default 4; 8 on loopback)
  --delay <ms>        Between the starts of two requests (default 100; 0 on loopback)
  --out <file>        Where to write the report
  --runtime <name>    What runs the worker: node or deno (default node)
  --backend <name>    What brings it tasks: pgmq; or, for a Postgres without pgmq, table,
                      or http, which sends them to it by HTTP (default pgmq)
  --help              This text
`;

/** Reads the arguments after the program's name. Raises a {@link UsageError}. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = read(args);
  if (values.help) return { kind: 'help' };
  if (positionals.length > 0) throw new UsageError(`Unexpected argument: ${positionals[0]}`);
  if (values.search !== undefined) return { kind: 'search', words: searchWords(values) };
  return {
    kind: 'audit',
    site: values.site === undefined ? undefined : siteAddress(values.site),
    out: values.out,
    runtime: runtimeName(values.runtime ?? 'node'),
    backend: backendName(values.backend ?? defaultBackend),
    limits: {
      ...number('maxPages', '--max-pages', values['max-pages'], 1, 10_000),
      ...number('concurrency', '--concurrency', values.concurrency, 1, 16),
      ...number('delayMs', '--delay', values.delay, 0, 60_000),
    },
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      // `pnpm example -- --site ...` hands the dashes on.
      args: args[0] === '--' ? args.slice(1) : [...args],
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        search: { type: 'string' },
        'max-pages': { type: 'string' },
        concurrency: { type: 'string' },
        delay: { type: 'string' },
        out: { type: 'string' },
        runtime: { type: 'string' },
        backend: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Only the first sentence: the rest is advice for callers of parseArgs.
    throw new UsageError(String((error as Error).message).split(/\.\s/)[0]);
  }
}

function searchWords({
  search = '',
  ...others
}: Record<string, string | boolean | undefined>): string {
  const other = Object.keys(others)[0];
  if (other !== undefined) throw new UsageError(`--search goes without --${other}`);
  if (String(search).trim() === '') throw new UsageError('--search needs words');
  return String(search);
}

function siteAddress(site: string): string {
  const url = URL.canParse(site) ? new URL(site) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw new UsageError(`--site needs an address that begins with http:// or https://, not ${site}`);
}

function runtimeName(name: string): Runtime {
  if (name === 'node' || name === 'deno') return name;
  throw new UsageError(`--runtime is node or deno, not ${name}`);
}

function backendName(name: string): BackendName {
  if (isBackendName(name)) return name;
  throw new UsageError(`--backend is pgmq, table or http, not ${name}`);
}

function number(
  key: keyof Limits,
  option: string,
  text: string | undefined,
  min: number,
  max: number,
): Limits {
  if (text === undefined) return {};
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return { [key]: value };
  throw new UsageError(`${option} needs a whole number from ${min} to ${max}, not ${text}`);
}
