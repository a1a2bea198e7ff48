// The proof that the suites have teeth: applies each patch of tests/mutants to a copy of the
// repository, and expects the suite that the patch names to turn red.
//   node scripts/mutants.mjs [word ...]     only the mutants whose name holds one of the words
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCopies } from './lib/mutant-copy.mjs';
import { root } from './lib/packages.mjs';
import { runSuite } from './lib/run-suite.mjs';
import { withTestServer } from './lib/test-server.mjs';

const folder = join(root, 'tests/mutants');
const words = process.argv.slice(2);
const mutants = readdirSync(folder)
  .filter(
    (file) =>
      file.endsWith('.patch') && (words.length === 0 || words.some((w) => file.includes(w))),
  )
  .sort()
  .map(readMutant);
const suites = [...new Map(mutants.map(({ suite }) => [suite.file, suite])).values()];

const turbo = ['run', 'build', '--filter=@pgflow/dev-postgres', '--output-logs=errors-only'];
spawnSync(join(root, 'node_modules/.bin/turbo'), turbo, { cwd: root, stdio: 'inherit' });
// One more than the cores that CI has: many suites wait for a time or a timeout.
const copies = makeCopies(3);
let failed = 0;
try {
  await withTestServer(checkAll);
} finally {
  for (const copy of copies) copy.remove();
}
console.log(`${suites.length + mutants.length - failed} passed, ${failed} failed`);
if (failed > 0 || mutants.length === 0) process.exitCode = 1;

async function checkAll() {
  // Unchanged, each suite must be green, and have the tests that its mutants name.
  const green = new Map();
  await inParallel(suites, async ({ folder: of, file }, copy) => {
    const { tests, red, seconds, problem } = await runSuite(copy, { folder: of, file });
    const ok = tests.length > 0 && !red;
    green.set(file, ok ? tests : []);
    report('unchanged', file, ok ? 'green' : `RED: ${problem}`, seconds, ok);
  });
  await inParallel(mutants, async ({ name, patch, suite }, copy) => {
    const known = green.get(suite.file).some((test) => new RegExp(suite.tests).test(test.name));
    if (!known) return report(name, suite.label, 'NO SUCH GREEN TEST', 0, false);
    const problem = copy.apply(patch);
    if (problem)
      return report(name, suite.label, `DOES NOT APPLY: ${problem.split('\n')[0]}`, 0, false);
    try {
      const { red, seconds } = await runSuite(copy, { ...suite, bail: true });
      report(name, suite.label, red ? 'killed' : 'SURVIVED', seconds, red);
    } finally {
      copy.revert(patch);
    }
  });
}

/** The first line of a patch says what must turn red: `# red: <package> <file> -t "<tests>"`. */
function readMutant(file) {
  const patch = join(folder, file);
  const [first = ''] = readFileSync(patch, 'utf8').split('\n');
  const [, name, path, tests] = /^# red: (\S+) (\S+) -t "(.+)"$/.exec(first) ?? [];
  if (!name) throw new Error(`${file} must begin with: # red: <package> <file> -t "<tests>"`);
  const suite = { folder: `packages/${name}`, file: `packages/${name}/${path}`, tests };
  return {
    name: file.replace('.patch', ''),
    patch,
    suite: { ...suite, label: `${name}: ${tests}` },
  };
}

/** Runs a job for each item, one at a time in each copy. */
async function inParallel(items, job) {
  const queue = [...items];
  const work = async (copy) => {
    for (let item = queue.shift(); item; item = queue.shift()) await job(item, copy);
  };
  await Promise.all(copies.map(work));
}

function report(name, suite, outcome, seconds, ok) {
  if (!ok) failed++;
  console.log(
    `${name.padEnd(44)} ${suite.padEnd(56)} ${outcome.padEnd(9)} ${seconds.toFixed(1)} s`,
  );
}
