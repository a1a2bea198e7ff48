import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emptyFolder, run } from './made-package.js';

const script = fileURLToPath(
  new URL('../templates/package/scripts/migrations.mjs', import.meta.url),
);
const first = 'migrations/20260101000000_init.sql';
const second = 'migrations/20260301000000_more.sql';

/** A package with one migration, in a repository whose last commit has this tag. */
async function released(tag: string) {
  const root = emptyFolder();
  const folder = join(root, 'plugins/mine');
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=author', '-c', 'user.email=author@example.org', ...args], folder);
  for (const name of ['migrations', 'src']) mkdirSync(join(folder, name), { recursive: true });
  write(
    'package.json',
    JSON.stringify({
      name: '@me/mine',
      version: '0.1.0',
      peerDependencies: { '@pgflow/core-sql': '^0.1.0' },
    }),
  );
  write(first, 'select 1');
  await run('git', ['init', '--quiet'], root);
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'all');
  await git('tag', tag);
  return { folder, write, git, generate: () => run(process.execPath, [script], folder) };
}

test.for(['v0.1.0', '@me/mine@0.1.0'])('a file of the release %s never changes', async (tag) => {
  const { folder, write, git, generate } = await released(tag);
  write(second, 'select 2');
  expect(await generate()).toEqual({ code: 0, output: '' });
  expect(readFileSync(join(folder, 'src/migrations.generated.ts'), 'utf8')).toContain('select 2');

  write(first, 'select 3');
  await git('commit', '--quiet', '--all', '--message', 'a change');
  const { code, output } = await generate();
  expect(code).toBe(1);
  expect(output).toContain(`${first}: not as in the release ${tag}`);
  expect(output, 'not a stack').not.toMatch(/^\s+at /m);
  const [, repair = ''] = /with: (git .*)/.exec(output) ?? [];
  await run('sh', ['-c', repair], folder);
  expect(await generate()).toEqual({ code: 0, output: '' });
});

test('a file of a release is not renamed', async () => {
  const { folder, generate } = await released('v0.1.0');
  renameSync(join(folder, first), join(folder, second));
  expect((await generate()).output).toContain(`${first}: not as in the release`);
});

test('what has no release may change', async () => {
  const { write, generate } = await released('@me/other@0.1.0');
  write(first, 'select 3');
  expect(await generate()).toEqual({ code: 0, output: '' });
});
