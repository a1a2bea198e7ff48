// Builds and tests every package against one Postgres, then counts what vitest reported.
// Arguments go to turbo: `npx -y pnpm@10 test --filter=@pgflow/core-sql`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspace } from './lib/packages.mjs';
import { withTestServer } from './lib/test-server.mjs';

const args = process.argv.slice(2);
const reports = ['.', ...workspace().map(({ folder }) => folder)].map((folder) =>
  join(root, folder, 'test-results.json'),
);
for (const report of reports) rmSync(report, { force: true });

turbo('build', '--filter=@pgflow/dev-postgres', '--output-logs=errors-only');
// Each vitest has workers of its own, so one package per core is plenty.
await withTestServer(() =>
  turbo('test', 'test:scripts', '--continue', '--concurrency=100%', ...args),
);

const counts = reports.filter(existsSync).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
// What broke without a failed test of its own, such as a build or a file that cannot be loaded.
const failed = sum('numFailedTests') || (process.exitCode ?? 0);
console.log(`${sum('numPassedTests')} passed, ${failed} failed`);

function turbo(...rest) {
  const { status } = spawnSync('turbo', ['run', ...rest], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
