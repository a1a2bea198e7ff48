// The packages as users get them: published to a registry on loopback, installed with npm into empty
// folders, and run on a real Postgres.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { root, workspace } from '../../scripts/lib/packages.mjs';
import { copyRepository } from '../../scripts/lib/repository-copy.mjs';
import { makePackage, publishOnlyTo } from './made-package.mjs';
import { makeProject } from './project.mjs';
import { startRegistry } from './registry.mjs';
import { run } from './run.mjs';

/** The oldest TypeScript that docs/versioning.md promises, and the newest; ours is between them. */
const compilers = ['5.4', 'latest'];

const publicPackages = workspace().filter(({ manifest }) => !manifest.private);
const cleanUps = [];
let env;
let copy;
let serverUrl;
const typescript = {};

beforeAll(async () => {
  const registry = await startRegistry();
  cleanUps.push(registry.stop);
  env = registry.env;
  const server = await startPostgres();
  cleanUps.push(server.stop);
  serverUrl = server.url;
  copy = copyRepository();
  cleanUps.push(copy.remove);
  await release(publicPackages.map(({ folder }) => folder));
});

afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** Releases what waits in the copy: versions, what is built of them, and all that the registry lacks. */
async function release(folders) {
  const here = { cwd: copy.folder, env };
  copy.run('node', 'scripts/version.mjs');
  copy.run('node', 'scripts/generate.mjs');
  copy.run('node', 'packages/create-pgflow/scripts/release.mjs');
  const build = (folder) =>
    run('node_modules/.bin/tsc', ['-p', `${folder}/tsconfig.build.json`], here);
  await Promise.all(folders.map(build));
  for (const folder of folders) {
    publishOnlyTo(env.NPM_CONFIG_REGISTRY, join(copy.folder, folder, 'package.json'));
  }
  await run('pnpm', ['--recursive', 'publish', '--no-git-checks'], here);
}

/** The manifest of a package, as it was released. */
function released(folder) {
  return JSON.parse(readFileSync(join(copy.folder, folder, 'package.json'), 'utf8'));
}

/** One of `projects/`, removed when its tests have ended. */
function project(name, whenEnded = onTestFinished) {
  const made = makeProject(name, env);
  whenEnded(made.remove);
  return {
    ...made,
    async compileWithEach() {
      const [oldest, newest] = await Promise.all(compilers.map(compiler));
      await Promise.all([made.compile(oldest, '--noEmit'), made.compile(newest)]);
    },
  };
}

/** The folder of a TypeScript, installed when it is first asked for. */
function compiler(version) {
  typescript[version] ??= installCompiler(version);
  return typescript[version];
}

async function installCompiler(version) {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-typescript-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  await run('npm', ['install', `typescript@${version}`], { cwd: folder, env });
  return folder;
}

/** What a project has of pgflow, and of those who make plug-ins for it: name to version. */
async function versions(npm) {
  const { dependencies } = JSON.parse(await npm('list', '--json'));
  const ours = Object.entries(dependencies).filter(([name]) => /^@?pgflow[/-]/.test(name));
  return Object.fromEntries(ours.map(([name, { version }]) => [name, version]));
}

/** What its author would do: a new migration, a changeset that names this package alone. */
async function releaseBackendTable() {
  const changeset = '---\n"@pgflow/backend-table": patch\n---\n\nAdded a comment.\n';
  writeFileSync(join(copy.folder, '.changeset/a-comment.md'), changeset);
  const folder = 'packages/backend-table';
  const migration = `comment on table pgflow_table.queues is 'one row per queue';\n`;
  writeFileSync(join(copy.folder, folder, 'migrations/29990101000000_more.sql'), migration);
  await release([folder]);
}

let databases = 0;
/** The URL of a new, empty database. */
async function emptyDatabase() {
  const sql = postgres(serverUrl);
  const name = `publishing_${process.pid}_${++databases}`;
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  cleanUps.push(async () => {
    const again = postgres(serverUrl);
    await again.unsafe(`drop database if exists ${name} with (force)`);
    await again.end();
  });
  return Object.assign(new URL(serverUrl), { pathname: name }).href;
}

test('every public package is published, and asks for nothing of the workspace', async () => {
  for (const { folder } of publicPackages) {
    const { name, version } = released(folder);
    const answer = await fetch(`${env.NPM_CONFIG_REGISTRY}${name}/latest`);
    const published = await answer.text();
    expect(JSON.parse(published)).toMatchObject({ name, version });
    expect(published).not.toContain('workspace:');
  }
});

describe("a flow on pgmq, then also on a backend of someone else's", () => {
  let words;
  let lane;
  let databaseUrl;

  beforeAll(async () => {
    words = project('words', (remove) => cleanUps.push(remove));
    databaseUrl = await emptyDatabase();
  });

  test('runs with three packages of ours, its types checked by the oldest and the newest TypeScript', async () => {
    const { npm, compileWithEach, start, installed } = words;
    const packages = ['core-sql', 'backend-pgmq', 'edge-worker'].map((name) => `@pgflow/${name}`);
    await npm('install', ...packages, 'postgres', '@types/node@20');
    expect(installed()).toEqual(['backend-pgmq', 'core-sql', 'edge-worker']);
    await compileWithEach();
    expect(await start(databaseUrl)).toEqual({
      count: 5,
      migrations: ['core-sql init', 'backend-pgmq init'],
    });
  });

  test('that is made, checked and released by its author', async () => {
    lane = await makePackage('backend', 'pgflow-backend-lane', env);
    cleanUps.push(lane.remove);
    await lane.npm('run', 'check');
    await lane.release();
  });

  test('runs on both when the project adds it', async () => {
    const { npm, become, compileWithEach, start, installed } = words;
    await npm('install', 'pgflow-backend-lane');
    expect(installed()).toEqual(['backend-pgmq', 'core-sql', 'edge-worker']);
    become('words-on-both');
    await compileWithEach();
    expect(await start(databaseUrl)).toEqual({
      count: 5,
      used: ['pgmq', 'lane'],
      version: '0.1.0',
      migrations: ['pgflow-backend-lane init'],
    });
  });

  test('runs on both when its author has released it again, and the project updates', async () => {
    const { npm, compileWithEach, start } = words;
    const migration = `comment on table pgflow_lane.deliveries is 'one row per task';\n`;
    lane.write('migrations/20260301000000_more.sql', migration);
    const changeset = `---\n"pgflow-backend-lane": patch\n---\n\nAdded a comment.\n`;
    lane.write('.changeset/more.md', changeset);
    await lane.release();

    const before = await versions(npm);
    await npm('update');
    expect(await versions(npm)).toEqual({ ...before, 'pgflow-backend-lane': '0.1.1' });
    await compileWithEach();
    expect(await start(databaseUrl)).toEqual({
      count: 5,
      used: ['pgmq', 'lane'],
      version: '0.1.1',
      migrations: ['pgflow-backend-lane more'],
    });
  });
});

test('a flow over HTTP, without pgmq anywhere', async () => {
  const { npm, compileWithEach, start, installed } = project('http');
  const packages = ['@pgflow/core-sql', '@pgflow/backend-http', '@pgflow/edge-worker'];
  await npm('install', ...packages, '@types/node@20');
  expect(installed()).toEqual(['backend-http', 'core-sql', 'edge-worker']);
  const everything = await npm('ls', '--all', '--parseable');
  expect(everything).toContain('backend-http');
  expect(everything).not.toMatch(/pgmq/);
  await compileWithEach();
  expect(await start(await emptyDatabase())).toEqual({ length: 11, pgmq: false });
});

describe("a step type of someone else's", () => {
  const dependencies = [
    '@pgflow/core-sql',
    '@pgflow/backend-table',
    '@pgflow/edge-worker',
    'pgflow-step-type-twice',
    'postgres',
  ];
  const output = { all: 'time 1, time 2' };

  beforeAll(async () => {
    const made = await makePackage('step-type', 'pgflow-step-type-twice', env);
    cleanUps.push(made.remove);
    const { version } = released('packages/core-sql');
    expect(made.manifest().peerDependencies).toEqual({ '@pgflow/core-sql': `^${version}` });
    await made.npm('run', 'check');
    await made.npm('run', 'contract', '--', '--only', 'case: three times');
    await made.release();
  });

  test('runs in Node', async () => {
    const { npm, compileWithEach, start } = project('twice');
    await npm('install', ...dependencies, '@types/node@20');
    await compileWithEach();
    expect(await start(await emptyDatabase())).toEqual({ ...output, deno: false });
  });

  test('runs in Deno, without node_modules', async () => {
    const { folder, write, start } = project('twice');
    for (const name of ['package.json', 'tsconfig.json']) rmSync(join(folder, name));
    const imports = dependencies.map((name) => [name, `npm:${name}`]);
    write('deno.json', { imports: Object.fromEntries(imports) });
    const fromWorker = createRequire(join(root, 'packages/edge-worker/package.json'));
    const deno = fromWorker('deno/install_api.cjs').runInstall();
    // By default it waits a day before it takes a new version.
    const command = [deno, 'run', '--check', '--minimum-dependency-age=0', '-A', 'main.ts'];
    expect(await start(await emptyDatabase(), command)).toEqual({ ...output, deno: true });
  });
});

test('a backend is released alone, with a migration, and a project updates to it', async () => {
  const { npm, compileWithEach, start } = project('table');
  const packages = ['@pgflow/core-sql', '@pgflow/backend-table', '@pgflow/edge-worker', 'postgres'];
  await npm('install', ...packages, '@types/node@20');
  await compileWithEach();
  const databaseUrl = await emptyDatabase();
  const before = await start(databaseUrl);
  expect(before.migrations).toEqual(['core-sql init', 'backend-table init']);
  const others = await versions(npm);

  await releaseBackendTable();
  await npm('update');
  await compileWithEach();
  const after = await start(databaseUrl);
  expect(after.greet).toBe('hello, table');
  expect(after.migrations).toEqual(['backend-table more']);
  expect(await versions(npm)).toEqual({ ...others, '@pgflow/backend-table': after.version });
  expect(after.version).not.toBe(before.version);
});

test('an app is made, and passes its tests', async () => {
  const made = await makePackage('app', 'my-flows', env);
  onTestFinished(made.remove);
  for (const script of ['lint', 'typecheck', 'test']) await made.npm('run', script);
});
