import { setTimeout as sleep } from 'node:timers/promises';
import { testServerUrl } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { runCommand } from './run-command.js';

/** Runs stuck-suite.ts. Sends a signal when a case has passed, and another when that one was noticed. */
async function interrupted(signals: readonly NodeJS.Signals[], env: Record<string, string> = {}) {
  const stages = [/^ *\d+\/\d+ {2}passed/m, /once more to end at once/];
  let sent = 0;
  const ended = await runCommand(['stuck-suite.ts'], env, async (output, child) => {
    const [stage, signal] = [stages[sent], signals[sent]];
    if (!signal || !stage?.test(output)) return;
    // A signal that follows at once counts as the echo of the first.
    if (sent++ > 0) await sleep(1000);
    child.kill(signal);
  });
  const names = [...ended.output.matchAll(/^database (\w+)$/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(1);
  return { ...ended, names };
}

async function databases(names: readonly string[]): Promise<string[]> {
  const sql = postgres(testServerUrl(), { max: 1 });
  const rows = await sql<{ datname: string }[]>`
    select datname from pg_database where datname = any (${[...names]})`;
  await sql.end();
  return rows.map(({ datname }) => datname);
}

describe('an interruption of pgflow-contract', { timeout: 60_000 }, () => {
  test('begins no more cases, drops the databases and writes what was found', async () => {
    const { code, output, report, markdown, names } = await interrupted(['SIGINT']);
    expect(code, output).toBe(130);
    expect(report).toMatchObject({
      partial: true,
      plugins: [
        { failed: 0, partial: true, interrupted: true, contract: '1.0' },
        { cases: [], partial: true, interrupted: true, contract: null, error: null },
      ],
    });
    const [first] = report?.plugins ?? [];
    expect(first?.passed).toBeGreaterThan(0);
    expect(first?.passed).toBeLessThan(first?.total ?? 0);
    expect(output).toMatch(/^partial \(\d+ of \d+ cases\) {2}step type single/m);
    expect(markdown).toContain('It was interrupted.');
    expect(await databases(names)).toEqual([]);
  });

  test('gives up what does not end', async () => {
    const { code, output, report, names } = await interrupted(['SIGTERM'], { STUCK: '1' });
    expect(code, output).toBe(143);
    expect(report?.plugins).toMatchObject([{ failed: 0, interrupted: true }, { cases: [] }]);
    expect(await databases(names)).toEqual([]);
  });

  test('waits for nothing at the second signal', async () => {
    const { code, report } = await interrupted(['SIGINT', 'SIGTERM'], { STUCK: '1' });
    expect(code).toBe(143);
    expect(report).toBeUndefined();
  });

  test('is one where npm passes on the signal of a terminal', async () => {
    let begun = false;
    const { code, report } = await runCommand(['stuck-suite.ts'], {}, (output, child) => {
      if (begun || !output.includes('passed')) return;
      begun = true;
      child.kill('SIGINT');
      child.kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(report?.partial).toBe(true);
  });
});
