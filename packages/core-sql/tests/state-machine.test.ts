import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sql, TransactionSql } from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { helpedDatabase } from './pgtap/helpers/helped-database.js';
import { type Machine, machines } from './state-machine/machines.js';

const document = fileURLToPath(new URL('../../../docs/state-machine.md', import.meta.url));

const database = helpedDatabase();
let sql: Sql;
beforeAll(() => {
  sql = database.sql;
});

/** The cells of the table under a heading: state, command, answer, and the state after it. */
function cellsOf(heading: string): [string, string, string, string][] {
  const part = readFileSync(document, 'utf8').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
  const rows = (part ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [commands = [], ...states] = rows;
  return states.flatMap(([state = '', ...cells]) =>
    cells.flatMap((cell, index): [string, string, string, string][] => {
      const [answer = '', after = state.split(',')[0] ?? ''] = cell.split(' → ');
      return answer === '' ? [] : [[state, commands[index + 1] ?? '', answer, after]];
    }),
  );
}

const prefix = { toString: () => 'roll back' };

async function walk(machine: Machine, state: string, command: string) {
  let found: { answer: string; after: string } | undefined;
  const attempt = sql.begin(async (tx: TransactionSql) => {
    await tx.unsafe(machine.setUp);
    for (const statement of machine.states[state] ?? [`no such state: ${state}`]) {
      await tx.unsafe(statement);
    }
    const text = machine.commands[command] ?? `no such command: ${command}`;
    const subject = machine.subjects[state] ?? machine.subjects.default ?? '';
    const statement = text.replaceAll('$subject', subject);
    const answer = await tx
      .savepoint((savepoint) => savepoint.unsafe(statement))
      .then(([row]) => String(row?.answer ?? 'ok') || 'ok')
      .catch((error: { code: string }) => error.code);
    const [row] = await tx.unsafe(machine.look.replaceAll('$subject', subject));
    found = { answer, after: row?.status };
    throw prefix;
  });
  await attempt.catch((error: unknown) => {
    if (error !== prefix) throw error;
  });
  return found;
}

for (const [heading, machine] of Object.entries(machines)) {
  const cells = cellsOf(heading);
  test(`the table of a ${heading} has every state and command`, () => {
    expect(new Set(cells.map(([state]) => state))).toEqual(new Set(Object.keys(machine.states)));
    expect(new Set(cells.map(([, command]) => command))).toEqual(
      new Set(Object.keys(machine.commands)),
    );
  });
  test.each(cells)(`${heading} that is %s: %s`, async (state, command, answer, after) => {
    expect(await walk(machine, state, command)).toEqual({ answer, after });
  });
}
