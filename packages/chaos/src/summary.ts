import { type Finding, findingKinds } from './findings.js';
import type { Kind } from './kinds.js';

/** What a chaos came to. */
export interface Summary {
  seed: number;
  /** How long there was chaos, in minutes. */
  minutes: number;
  runs: number;
  /** How many of them ended as what. */
  endings: Record<string, number>;
  tasks: number;
  redeliveries: number;
  kills: ReadonlyMap<Kind, number>;
  /** How many requests were broken, and how. */
  faults: ReadonlyMap<string, number>;
  deadlocks: number;
  findings: readonly Finding[];
  /** Whether Postgres was ours to restart. */
  isOurs: boolean;
}

/** The fewest kills a minute that count as chaos. */
const KILLS_A_MINUTE = 50;

/** Findings that are shown of each kind. */
const SHOWN = 10;

/** The lines of a summary. */
export function describe(summary: Summary): string {
  const { seed, runs, endings, tasks, redeliveries, kills, faults, deadlocks, findings, isOurs } =
    summary;
  const list = (entries: Iterable<[string, number]>) =>
    [...entries].map(([name, count]) => `${name} ${count}`).join(', ');
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['runs', `${runs} (${list(Object.entries(endings))}), ${tasks} tasks`],
    ['kills', `${total(kills)}, ${killsAMinute(summary).toFixed(0)} a minute (${list(kills)})`],
    ['requests', `${total(faults)} broken (${list(faults)})`],
    ['redeliveries', redeliveries],
    ...findingKinds.map((kind): [string, number] => [kind, ofKind(findings, kind).length]),
    ['deadlocks', deadlocks],
  ];
  return [
    ...rows.map(([name, value]) => `${name.padEnd(13)}${value}`),
    ...findingKinds.flatMap((kind) => ofKind(findings, kind).slice(0, SHOWN)).map(line),
    ...(isOurs ? [] : ['Postgres was not restarted: the server of DATABASE_URL is not ours']),
  ].join('\n');
}

/** Whether nothing was found, and there was chaos enough to find it. */
export function isSound(summary: Summary): boolean {
  const { findings, deadlocks } = summary;
  return findings.length === 0 && deadlocks === 0 && killsAMinute(summary) >= KILLS_A_MINUTE;
}

const ofKind = (findings: readonly Finding[], kind: Finding['kind']) =>
  findings.filter((finding) => finding.kind === kind);

const line = ({ kind, law, what }: Finding) => `  ${kind}: ${law}: ${what.slice(0, 1500)}`;

const killsAMinute = ({ kills, minutes }: Summary) => total(kills) / minutes;

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
