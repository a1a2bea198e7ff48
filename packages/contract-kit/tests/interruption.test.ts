import { setTimeout as sleep } from 'node:timers/promises';
import { testServerUrl } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { runCommand } from './run-command.js';

/** Runs stuck-suite.ts, and sends signals from when a case has passed on, one second apart. */
async function interrupted(signals: readonly NodeJS.Signals[], env: Record<string, string> = {}) {
  let begun = false;
  const ended = await runCommand(['stuck-suite.ts'], env, async (output, child) => {
    if (begun || !/^ *\d+\/\d+ {2}passed/m.test(output)) return;
    begun = true;
    for (const signal of signals) {
      child.kill(signal);
      await sleep(1000);
    }
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
      setTimeout(() => child.kill('SIGINT'), 50);
    });
    expect(code).toBe(130);
    expect(report?.partial).toBe(true);
  });
});
