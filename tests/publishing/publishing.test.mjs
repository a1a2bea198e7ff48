// The packages as users get them: published to a registry on loopback, installed with npm into empty
// folders, and run on a real Postgres.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  await publish();
});

afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** Publishes every version that the registry does not have. */
async function publish() {
  for (const { folder } of workspace()) {
    publishOnlyTo(env.NPM_CONFIG_REGISTRY, join(copy.folder, folder, 'package.json'));
  }
  await run('pnpm', ['--recursive', 'publish', '--no-git-checks'], { cwd: copy.folder, env });
}

function project(name) {
  const made = makeProject(name, env);
  onTestFinished(made.remove);
  return made;
}

/** The folder of a TypeScript, installed when it is first asked for. */
async function compiler(version) {
  if (!typescript[version]) {
    const folder = mkdtempSync(join(tmpdir(), 'pgflow-typescript-'));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    await run('npm', ['install', `typescript@${version}`], { cwd: folder, env });
    typescript[version] = folder;
  }
  return typescript[version];
}

/** What a project has of ours: name to version. */
async function versions(npm) {
  const { dependencies } = JSON.parse(await npm('list', '--json'));
  const ours = Object.entries(dependencies).filter(([name]) => name.startsWith('@pgflow/'));
  return Object.fromEntries(ours.map(([name, { version }]) => [name, version]));
}

/** What its author would do: a new migration, a changeset that names this package alone. */
async function releaseBackendTable() {
  const waiting = join(copy.folder, '.changeset');
  for (const name of readdirSync(waiting).filter((it) => it.endsWith('.md'))) {
    rmSync(join(waiting, name));
  }
  const changeset = '---\n"@pgflow/backend-table": patch\n---\n\nAdded a comment.\n';
  writeFileSync(join(waiting, 'a-comment.md'), changeset);
  const folder = join(copy.folder, 'packages/backend-table');
  const migration = `comment on table pgflow_table.queues is 'one row per queue';\n`;
  writeFileSync(join(folder, 'migrations/29990101000000_more.sql'), migration);
  copy.run('node', 'scripts/version.mjs');
  copy.run('node', 'scripts/generate.mjs', folder);
  copy.run('node_modules/.bin/tsc', '-p', join(folder, 'tsconfig.build.json'));
  await publish();
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
  for (const { manifest } of workspace().filter((it) => !it.manifest.private)) {
    const answer = await fetch(`${env.NPM_CONFIG_REGISTRY}${manifest.name}/latest`);
    const published = await answer.text();
    expect(JSON.parse(published)).toMatchObject({
      name: manifest.name,
      version: manifest.version,
    });
    expect(published).not.toContain('workspace:');
  }
});

test('a flow on pgmq, its types checked by the oldest and the newest TypeScript', async () => {
  const { npm, compile, start, installed } = project('pgmq');
  const packages = ['@pgflow/core-sql', '@pgflow/backend-pgmq', '@pgflow/edge-worker', 'postgres'];
  await npm('install', ...packages, '@types/node@20');
  expect(installed()).toEqual(['backend-pgmq', 'core-sql', 'edge-worker']);
  for (const version of compilers) await compile(await compiler(version));
  expect(await start(await emptyDatabase())).toEqual({ count: 5 });
});

test('a flow over HTTP, without pgmq anywhere', async () => {
  const { npm, compile, start, installed } = project('http');
  const packages = ['@pgflow/core-sql', '@pgflow/backend-http', '@pgflow/edge-worker'];
  await npm('install', ...packages, '@types/node@20');
  expect(installed()).toEqual(['backend-http', 'core-sql', 'edge-worker']);
  for (const version of compilers) await compile(await compiler(version));
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
    const { version } = workspace().find(({ name }) => name === 'core-sql').manifest;
    expect(made.manifest().peerDependencies).toEqual({ '@pgflow/core-sql': `^${version}` });
    await made.npm('run', 'check');
    await made.npm('run', 'contract', '--', '--only', 'case: three times');
    await made.release();
  });

  test('runs in Node', async () => {
    const { npm, compile, start } = project('twice');
    await npm('install', ...dependencies, '@types/node@20');
    for (const version of compilers) await compile(await compiler(version));
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
  const { npm, compile, start } = project('table');
  const packages = ['@pgflow/core-sql', '@pgflow/backend-table', '@pgflow/edge-worker', 'postgres'];
  await npm('install', ...packages, '@types/node@20');
  await compile(await compiler('latest'));
  const databaseUrl = await emptyDatabase();
  const before = await start(databaseUrl);
  expect(before.migrations).toEqual(['core-sql init', 'backend-table init']);
  const others = await versions(npm);

  await releaseBackendTable();
  await npm('update');
  const after = await start(databaseUrl);
  expect(after.greet).toBe('hello, table');
  expect(after.migrations).toEqual(['backend-table more']);
  expect(await versions(npm)).toEqual({ ...others, '@pgflow/backend-table': after.version });
  expect(after.version).not.toBe(before.version);
});

test("a backend of someone else's is made, released twice by its author, and a project updates to it", async () => {
  const made = await makePackage('backend', 'pgflow-backend-lane', env);
  onTestFinished(made.remove);
  await made.npm('run', 'check');
  await made.release();

  const { npm, compile, start } = project('lane');
  const packages = ['@pgflow/core-sql', '@pgflow/edge-worker', 'pgflow-backend-lane', 'postgres'];
  await npm('install', ...packages, '@types/node@20');
  for (const version of compilers) await compile(await compiler(version));
  const databaseUrl = await emptyDatabase();
  expect(await start(databaseUrl)).toEqual({
    greet: 'hello, lane',
    version: '0.1.0',
    migrations: ['core-sql init', 'pgflow-backend-lane init'],
  });

  const migration = `comment on table pgflow_lane.deliveries is 'one row per task';\n`;
  made.write('migrations/20260301000000_more.sql', migration);
  made.write('.changeset/more.md', `---\n"pgflow-backend-lane": patch\n---\n\nAdded a comment.\n`);
  await made.release();
  await npm('update');
  expect(await start(databaseUrl)).toEqual({
    greet: 'hello, lane',
    version: '0.1.1',
    migrations: ['pgflow-backend-lane more'],
  });
});

test('an app is made, and passes its tests', async () => {
  const made = await makePackage('app', 'my-flows', env);
  onTestFinished(made.remove);
  for (const script of ['lint', 'typecheck', 'test']) await made.npm('run', script);
});
