import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyServerFiles } from '../../src/server-files.js';

// npm runs the post-install script of the binaries, which makes links; Node's copy of a link led to the
// package, which the server's user may not be able to enter (root's home, a temporary folder).
test('a copy does without the package where that has its links already', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [native, copy] = [join(folder, 'native'), join(folder, 'copy')];
  mkdirSync(join(native, 'lib'), { recursive: true });
  writeFileSync(join(native, 'lib/libpq.so.5.18'), 'a library');
  symlinkSync('libpq.so.5.18', join(native, 'lib/libpq.so.5'));
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));

  copyServerFiles(18, copy, native);
  rmSync(native, { recursive: true });
  expect(readFileSync(join(copy, 'lib/libpq.so.5'), 'utf8')).toBe('a library');
});
