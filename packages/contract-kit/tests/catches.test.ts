import { expect, test } from 'vitest';
import { collectCases } from '../src/check/collector.js';
import { describeStepType, describeWorkerBackend, type Runner } from '../src/index.js';
import { apart } from './faults/apart.js';
import { brokenBackends } from './faults/broken-backends.js';
import { brokenStepTypes } from './faults/broken-step-types.js';
import type { Fault } from './faults/fault.js';
import { items } from './faults/items.js';

/** A row for each fault, with the cases that teeth.test.ts expects to fail for it, by group. */
function table(what: string, faults: Record<string, Fault>, suite: (runner: Runner) => void) {
  const cases = collectCases(suite);
  const rows = Object.entries(faults).map(([fault, { only, caughtBy }]) => {
    const caught = cases.filter(
      ({ group, name }) => caughtBy.includes(name) && only.test(`${group}: ${name}`),
    );
    const lines = caught.map(({ group, name }) => `${group.replace(/:.*/, '')} > ${name}`);
    return `| ${fault} | ${[...new Set(lines)].join('<br>')} |`;
  });
  return [`| a ${what} that | is caught by |`, '|---|---|', ...rows].join('\n');
}

test('CATCHES.md is up to date; `npx -y pnpm@10 catches` writes it', async () => {
  const page = `# What the kit catches

Plug-ins that are broken on purpose, each in one way, and the cases of the suites that fail for it. That these cases
fail, and no other case about the same law, is a test (\`tests/teeth.test.ts\`); the faults are in \`tests/faults/\`. The
page is made of them by \`npx -y pnpm@10 catches\`.

## Worker backends

${table('backend', brokenBackends, (runner) => describeWorkerBackend(apart, runner))}

## Step types

${table('step type', brokenStepTypes, (runner) => describeStepType(items, runner))}
`;
  await expect(page).toMatchFileSnapshot('../CATCHES.md');
});
