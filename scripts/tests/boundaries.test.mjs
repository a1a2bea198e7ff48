import { describe, expect, test } from 'vitest';
import { repository } from './fixture.mjs';

const files = {
  'packages/core-sql/package.json': '{ "name": "@pgflow/core-sql" }',
  'packages/core-sql/src/index.ts': 'export const core = 1;',
  'packages/step-type-x/package.json': '{ "name": "@pgflow/step-type-x" }',
  'packages/step-type-x/src/index.ts': 'export const x = 1;',
  'packages/backend-y/package.json':
    '{ "name": "@pgflow/backend-y", "peerDependencies": { "@pgflow/core-sql": "*" } }',
  'packages/backend-y/src/index.ts': `import { core } from '@pgflow/core-sql'; core;`,
};

describe('imports', () => {
  const cruise = (changes) =>
    repository({ ...files, ...changes }).run('node_modules/.bin/depcruise', 'packages', 'apps');

  test('that keep the rule pass', () => {
    expect(cruise({})).toMatchObject({ status: 0 });
  });

  test.each([
    ['of a sibling', 'packages/backend-y/src/a.ts', `import '@pgflow/step-type-x';`],
    [
      'of a sibling as a type',
      'packages/backend-y/src/a.ts',
      `import type { x } from '@pgflow/step-type-x'; x;`,
    ],
    ['of a sibling in a test', 'packages/backend-y/tests/a.ts', `import '@pgflow/step-type-x';`],
    [
      'of a sibling by its path',
      'packages/backend-y/src/a.ts',
      `import '../../step-type-x/src/index.js';`,
    ],
    ['of a plug-in in core', 'packages/core-sql/src/a.ts', `import '@pgflow/backend-y';`],
    ['of core by its path', 'packages/backend-y/src/a.ts', `import '../../core-sql/src/index.js';`],
    ['of a test tool in code', 'packages/core-sql/src/a.ts', `import '@pgflow/dev-postgres';`],
    ['that are not declared', 'packages/core-sql/src/a.ts', `import 'postgres';`],
    ['in a cycle', 'packages/core-sql/src/index.ts', `import { core } from './index.js'; core;`],
  ])('%s are refused', (_, path, code) => {
    const { status, output } = cruise({
      'packages/dev-postgres/package.json': '{ "name": "@pgflow/dev-postgres" }',
      [path]: code,
    });
    expect(output).toContain('error');
    expect(status).not.toBe(0);
  });
});

describe('package.json', () => {
  const check = (manifest) =>
    repository({ ...files, 'packages/backend-y/package.json': JSON.stringify(manifest) }).run(
      'node',
      'scripts/check-boundaries.mjs',
    );

  test('that keeps the rule passes', () => {
    const devDependencies = { '@pgflow/contract-kit': '*', '@pgflow/core-sql': '*' };
    expect(check({ peerDependencies: { '@pgflow/core-sql': '*' }, devDependencies }).status).toBe(
      0,
    );
  });

  test.each([
    ['a sibling', { dependencies: { '@pgflow/step-type-x': '*' } }],
    ['a sibling for tests', { devDependencies: { '@pgflow/step-type-x': '*' } }],
    ['a test tool for code', { dependencies: { '@pgflow/contract-kit': '*' } }],
  ])('with %s is refused', (_, manifest) => {
    expect(check(manifest).status).toBe(1);
  });

  test('of a package without a rule is refused', () => {
    const { run } = repository({ 'packages/new/package.json': '{}' });
    expect(run('node', 'scripts/check-boundaries.mjs').output).toContain('No dependency rule');
  });
});
