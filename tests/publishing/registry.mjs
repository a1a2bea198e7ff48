import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What only our own registry has; all else comes from npm's. */
const ours = ['@pgflow/*', 'create-pgflow', 'pgflow-*'];

/**
 * Starts an empty registry on loopback. `env` is the environment of programs that are to use it, with
 * caches of their own, since a later registry has other packages of the same version.
 */
export async function startRegistry() {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-registry-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const access = { access: '$all', publish: '$all', unpublish: '$all' };
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { npmjs: { url: process.env.npm_config_registry ?? 'https://registry.npmjs.org/' } },
    packages: {
      ...Object.fromEntries(ours.map((name) => [name, access])),
      '**': { access: '$all', proxy: 'npmjs' },
    },
    log: { type: 'stdout', level: 'error' },
  };
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  // npm publishes with no less than a token, whoever asks for it.
  writeFileSync(join(folder, 'npmrc'), `//127.0.0.1:${port}/:_authToken=any\n`);

  const program = join(installVerdaccio(), 'node_modules/.bin/verdaccio');
  const args = ['--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  await untilItAnswers(`${url}-/ping`, child);

  const inherited = Object.entries(process.env).filter(([name]) => !/^p?npm_/i.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    NPM_CONFIG_REGISTRY: url,
    NPM_CONFIG_USERCONFIG: join(folder, 'npmrc'),
    NPM_CONFIG_CACHE: join(folder, 'npm-cache'),
    NPM_CONFIG_AUDIT: 'false',
    NPM_CONFIG_FUND: 'false',
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    DENO_DIR: join(folder, 'deno'),
    DENO_NO_UPDATE_CHECK: '1',
    NO_COLOR: '1',
  };
  return {
    url,
    env,
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** It has more dependencies than all the rest, so it is installed only where it is used. */
function installVerdaccio() {
  const folder = fileURLToPath(new URL('verdaccio', import.meta.url));
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci in ${folder} ended with ${status}`);
  return folder;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function untilItAnswers(url, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the registry does not start');
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
