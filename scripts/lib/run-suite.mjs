import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Longer than any suite takes; what then still runs has hung, which is red as well. */
const timeoutMs = 120_000;

/** Runs tests of a copy with vitest, from the sources of all packages. Resolves to how it went. */
export async function runSuite(copy, { folder, file, tests, bail = false }) {
  const outputFile = join(copy.folder, 'result.json');
  rmSync(outputFile, { force: true });
  const started = performance.now();
  const args = [
    join(copy.folder, 'node_modules/vitest/vitest.mjs'),
    'run',
    join(copy.folder, file),
    '--root',
    join(copy.folder, folder),
    '--config',
    join(copy.folder, 'scripts/lib/mutants.config.mjs'),
    `--outputFile=${outputFile}`,
    ...(tests ? ['-t', tests] : []),
    ...(bail ? ['--bail=1'] : []),
  ];
  const child = spawn(process.execPath, args, {
    cwd: join(copy.folder, folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += data));
  const [code] = await once(child, 'close');
  const ran = readTests(outputFile);
  const failed = ran.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return {
    tests: ran,
    // Not by the report: vitest may write it before the test that made it bail out.
    red: code !== 0,
    problem: failed.join('; ') || log.trim().split('\n').slice(-3).join(' '),
    seconds: (performance.now() - started) / 1000,
  };
}

function readTests(outputFile) {
  if (!existsSync(outputFile)) return [];
  const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8'));
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status }) => ({ name: fullName, status }));
}
