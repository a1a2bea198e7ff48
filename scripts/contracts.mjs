// Checks every plug-in of the repository with the contract kit: each package and example that has a
// tests/harness.ts. Writes contract-report.json and contract-report.md. Arguments go to the command:
//   npx -y pnpm@10 contracts --only 'law 3'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, workspace } from './lib/packages.mjs';
import { withTestServer } from './lib/test-server.mjs';

const kit = join(root, 'packages/contract-kit');
const tsx = createRequire(join(kit, 'package.json')).resolve('tsx');
const harnesses = workspace()
  .map(({ folder }) => join(root, folder, 'tests/harness.ts'))
  .filter(existsSync);

await withTestServer(async () => {
  const command = ['--import', pathToFileURL(tsx).href, join(kit, 'bin/pgflow-contract.js')];
  const child = spawn(process.execPath, [...command, ...process.argv.slice(2), ...harnesses], {
    cwd: root,
    stdio: 'inherit',
  });
  // The command ends in order while the server is there. A terminal sends SIGINT to the command as well.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [status] = await once(child, 'exit');
  process.exitCode = status ?? 1;
});
