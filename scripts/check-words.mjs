// What no SQL linter checks: the words that core must not say, and the shape of lines.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sqlFiles, workspace } from './lib/packages.mjs';

const foreign = /pgmq|\bnet\.|http|realtime/i;

for (const { name, folder } of workspace()) {
  for (const part of ['schemas', 'templates', 'tests']) {
    for (const file of sqlFiles(join(root, folder, part))) {
      const lines = readFileSync(join(root, folder, part, file), 'utf8').split('\n');
      lines.forEach((line, index) => {
        const complain = (text) => report(`${folder}/${part}/${file}:${index + 1}: ${text}`);
        const word = name === 'core-sql' && part === 'schemas' && foreign.exec(line)?.[0];
        if (word) complain(`core must not say "${word}"`);
        if (line.length > 100) complain(`${line.length} columns, 100 are the most`);
        if (line.includes('\t')) complain('has a tab');
      });
    }
  }
}

function report(text) {
  console.error(text);
  process.exitCode = 1;
}
