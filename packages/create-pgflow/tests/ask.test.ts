import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { askWhatIsMissing } from '../src/ask.js';
import { emptyFolder } from './made-package.js';

/** A terminal on which a test types, and reads. */
function openTerminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 200, rows: 50 });
  let shown = '';
  output.on('data', (data) => {
    shown += data;
  });
  return {
    input,
    output,
    type: (text: string) => input.write(text),
    shows: (text: string) => vi.waitUntil(() => shown.includes(text)),
  };
}

test('a folder is asked for until a package can be made there', async () => {
  const terminal = openTerminal();
  const asked = askWhatIsMissing({ template: 'backend', folder: undefined }, terminal);
  await terminal.shows('In which folder?');
  const parent = emptyFolder();
  terminal.type(join(parent, 'backend-table'));
  terminal.type('\r');
  await terminal.shows("one of pgflow's own");
  terminal.type('2');
  terminal.type('\r');
  expect(await asked).toEqual({ template: 'backend', folder: join(parent, 'backend-table2') });
});

test('the example is taken where nothing is typed', async () => {
  const terminal = openTerminal();
  const asked = askWhatIsMissing({ template: undefined, folder: undefined }, terminal);
  await terminal.shows('What do you want to make?');
  terminal.type('\r');
  await terminal.shows('In which folder?');
  terminal.type('\r');
  expect(await asked).toEqual({ template: 'step-type', folder: 'pgflow-step-type-retry' });
});
