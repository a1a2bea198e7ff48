import { describe, expect, test } from 'vitest';
import { atlasSum } from '../lib/migrations.mjs';
import { repository } from './fixture.mjs';

const manifest = { 'packages/core-sql/package.json': '{}' };

describe('check-words', () => {
  const check = (path, sql) =>
    repository({ ...manifest, [path]: sql }).run('node', 'scripts/check-words.mjs');

  test.each([
    ['pgmq', 'select pgmq.send();'],
    ['net.', 'select net.http_post();'],
    ['http', '-- sent over HTTP'],
    ['realtime', 'select realtime.send();'],
  ])('refuses %s in the schemas of core', (_, sql) => {
    expect(check('packages/core-sql/schemas/a.sql', sql).status).toBe(1);
    expect(check('packages/core-sql/tests/a.sql', sql).status).toBe(0);
  });

  test('refuses long lines and tabs', () => {
    const path = 'packages/core-sql/schemas/a.sql';
    expect(check(path, `select '${'x'.repeat(92)}'`).status).toBe(1);
    expect(check(path, `select '${'x'.repeat(91)}'`).status).toBe(0);
    expect(check(path, '\tselect 1').status).toBe(1);
  });
});

describe('generate', () => {
  const schema = 'packages/core-sql/schemas/a.sql';
  const migration = 'packages/core-sql/migrations/20261124000000_init.sql';
  const setUp = () => {
    const { run, write } = repository({ ...manifest, [schema]: 'select 1;\n' });
    const generate = (...args) => run('node', 'scripts/generate.mjs', ...args).status;
    return { generate, write };
  };

  test('--check passes after generate and fails before', () => {
    const { generate } = setUp();
    expect([generate('--check'), generate(), generate('--check')]).toEqual([1, 0, 0]);
  });

  test.each([schema, migration, 'packages/core-sql/migrations/atlas.sum'])(
    '--check fails after an edit of %s',
    (path) => {
      const { generate, write } = setUp();
      generate();
      write(path, 'select 2;\n');
      expect(generate('--check')).toBe(1);
    },
  );

  test('leaves the migration of a released package as it is', () => {
    const { generate, write } = setUp();
    generate();
    write('packages/core-sql/CHANGELOG.md', '# 0.1.0');
    write(schema, 'select 2;\n');
    expect(generate('--check')).toBe(0);
  });

  test('--check fails for a migration without a line in atlas.sum', () => {
    const { generate, write } = setUp();
    generate();
    write('packages/core-sql/migrations/20270101000000_more.sql', 'select 2;\n');
    expect(generate('--check')).toBe(1);
  });

  test('makes the atlas.sum that Atlas 1.1.0 makes', () => {
    const migrations = [
      {
        version: '20261124000000',
        name: 'init',
        sql: '-- 00_a/x.sql\nselect 1;\n\n-- 10_b/ü.sql\nselect 2;\n',
      },
      { version: '20261224000000', name: 'more', sql: 'create table t();\n' },
    ];
    expect(atlasSum(migrations)).toBe(`h1:IefXKS8yiuds1s5aRst137u1RI3sTJBO7hGb5O3PCKE=
20261124000000_init.sql h1:XYtqPripPQ4w45l5WqaLiw/HkQzUP/kWsp8hGjL3T+k=
20261224000000_more.sql h1:hxZhji0E1vxooAfT1xMx/72Oi+X64Jz263aftM0h4qo=
`);
  });
});

describe('verify-catalog', () => {
  const table = 'create table words (word text); comment on table words is $$all$$;';
  const verify = (migration) => {
    const { link, run } = repository({
      ...manifest,
      'packages/core-sql/schemas/a.sql': `${table} revoke all on words from public;`,
      'packages/core-sql/migrations/20261124000000_init.sql': migration,
    });
    link('dev-postgres');
    return run('node', 'scripts/verify-catalog.mjs');
  };

  test('passes for migrations that make what schemas make', () => {
    expect(verify(table)).toMatchObject({ status: 0 });
  });

  test.each([
    ['another type', table.replace('text', 'varchar'), 'column public.words.word'],
    ['another comment', table.replace('all', 'some'), 'comment table public.words'],
    ['a grant', `${table} grant select on words to anon;`, 'grants on relation public.words'],
    ['an index', `${table} create index on words (word);`, 'index public.words_word_idx'],
    ['an error', 'select 1 / 0;', 'division by zero'],
  ])('fails for %s', (_, migration, difference) => {
    const { status, output } = verify(migration);
    expect(output).toContain(difference);
    expect(status).toBe(1);
  });
});

describe('layers', () => {
  test('--check fails when an import has changed the picture', () => {
    const { run, write } = repository({
      ...manifest,
      'packages/backend-y/package.json': '{}',
      'ARCHITECTURE.md': 'a <!-- layers: made by `pnpm layers` --> b <!-- /layers --> c',
    });
    const layers = (...args) => run('node', 'scripts/layers.mjs', ...args).status;
    expect([layers('--check'), layers(), layers('--check')]).toEqual([1, 0, 0]);
    write('packages/backend-y/src/index.ts', `export { core } from '@pgflow/core-sql';`);
    expect(layers('--check')).toBe(1);
  });
});
