import { parseArgs } from 'node:util';
import { ours } from './engines.js';
import { peerNames } from './peers.js';

const backendNames = ours.map(({ name }) => name);

/** What the command line asks for. */
export interface Command {
  kind: 'help' | 'list' | 'report' | 'measure';
  /** Whether a case is asked for, by its engine and name. */
  wanted: (engine: string, name: string) => boolean;
  /** Names of backends; undefined for all. */
  backends: string[] | undefined;
  /** Names of peers. */
  peers: string[];
  runs: number;
  scale: number;
  json: boolean;
  out: string | undefined;
  /** Files that `out` wrote, to report on. */
  reportOn: string[];
  /** Whether to wait for calm moments of the machine, and to repeat what a slow one hit. */
  calm: boolean;
  /** Whether to say which statements the time goes to. */
  statements: boolean;
}

/** A command line that cannot be understood. The message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of `--help`. */
export const usage = `Measures pgflow through its public packages, on an embedded Postgres or on DATABASE_URL
(a superuser's; the bench makes databases of its own there and drops them).

Usage: npx -y pnpm@10 bench [options]

  --only <cases>     Cases, with commas: a row (W4), a case (W4-10000), or a regular expression
                     over engine/case (pgmq/W[12])
  --backend <names>  Backends of our engine, with commas (${backendNames.join(', ')}), or none.
                     Default: all
  --peers [<names>]  Peers to measure beside it, with commas (${peerNames.join(', ')}).
                     Without names: all. Everything runs on the Node that they need (22.18)
  --runs <n>         Measurements of each case (default 3); the figures are their medians
  --scale <x>        Sizes are multiplied by this (default 1), for a quick look
  --json             One JSON object for each case instead of tables
  --out <file>       Also writes every measurement to this file, a JSON object on a line
  --report <files>   The tables of such files, with commas, without measuring
  --statements       Says where the time goes, by pg_stat_statements; not for figures to quote
  --no-calm          Does not wait for calm moments of the machine
  --list             The cases, without measuring
  --help             This text
`;

/** Reads the arguments after the program's name. Raises a {@link UsageError}. */
export function parseCommand(args: readonly string[]): Command {
  const values = read(args);
  return {
    kind: kindOf(values),
    wanted: selection(values.only),
    backends: names('--backend', values.backend, [...backendNames, 'none']),
    peers: names('--peers', values.peers, peerNames) ?? [],
    runs: number('--runs', values.runs ?? '3', /^[1-9]\d*$/),
    scale: number('--scale', values.scale ?? '1', /^\d*\.?\d+$/),
    json: values.json ?? false,
    out: values.out,
    reportOn: values.report?.split(',') ?? [],
    calm: !values['no-calm'],
    statements: values.statements ?? false,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      // `pnpm bench -- --only ...` hands the dashes on.
      args: withPeers(args[0] === '--' ? args.slice(1) : [...args]),
      options: {
        only: { type: 'string' },
        backend: { type: 'string' },
        peers: { type: 'string' },
        runs: { type: 'string' },
        scale: { type: 'string' },
        json: { type: 'boolean' },
        out: { type: 'string' },
        report: { type: 'string' },
        'no-calm': { type: 'boolean' },
        statements: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Only the first sentence: the rest is advice for callers of parseArgs.
    throw new UsageError(String((error as Error).message).split(/\.\s/)[0]);
  }
}

/** `--peers` without names stands for all of them. */
function withPeers(args: readonly string[]): string[] {
  const at = args.indexOf('--peers');
  const next = args[at + 1];
  if (at < 0 || (next !== undefined && !next.startsWith('-'))) return [...args];
  return [...args.slice(0, at + 1), peerNames.join(','), ...args.slice(at + 1)];
}

function names(
  option: string,
  given: string | undefined,
  known: readonly string[],
): string[] | undefined {
  const list = given?.split(',');
  const unknown = list?.find((name) => !known.includes(name));
  if (unknown === undefined) return list;
  throw new UsageError(`${option}: there is no ${unknown}, only ${known.join(', ')}`);
}

function kindOf(values: { help?: boolean; list?: boolean; report?: string }): Command['kind'] {
  if (values.help) return 'help';
  if (values.list) return 'list';
  return values.report === undefined ? 'measure' : 'report';
}

function selection(only: string | undefined): Command['wanted'] {
  if (only === undefined) return () => true;
  const tests = only.split(',').map((part) => {
    try {
      const whole = new RegExp(`^(${part})(-|$)`);
      return part.includes('/')
        ? (engine: string, name: string) => new RegExp(part).test(`${engine}/${name}`)
        : (_: string, name: string) => whole.test(name);
    } catch {
      throw new UsageError(`--only: ${part} is no regular expression`);
    }
  });
  return (engine, name) => tests.some((test) => test(engine, name));
}

function number(option: string, text: string, shape: RegExp): number {
  const value = Number(text);
  if (shape.test(text) && value > 0) return value;
  throw new UsageError(`${option} needs a number above 0, not ${text}`);
}
