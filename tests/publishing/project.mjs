import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/** As strict as can be, and with the libraries' declarations checked too. */
const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  },
  files: ['main.ts'],
};

/** One of `projects/` in a folder of its own, far from this repository, as a user would make it. */
export function makeProject(name, env) {
  const folder = mkdtempSync(join(tmpdir(), `pgflow-project-${name}-`));
  const become = (other) =>
    cpSync(new URL(`projects/${other}/`, import.meta.url).pathname, folder, { recursive: true });
  become(name);
  const write = (file, value) => writeFileSync(join(folder, file), JSON.stringify(value));
  write('package.json', { private: true, type: 'module' });
  write('tsconfig.json', tsconfig);
  const execute = (command, args, more) =>
    run(command, args, { cwd: folder, env: { ...env, ...more } });
  return {
    folder,
    write,
    /** Puts the files of another one in the place of its own. */
    become,
    execute,
    npm: (...args) => execute('npm', args),
    /** Checks the types with a version of TypeScript, and leaves main.js behind. */
    compile: (typescript, ...options) => execute(`${typescript}/node_modules/.bin/tsc`, options),
    /** Runs it on a database and resolves to what it says at last, in JSON and after the logger. */
    async start(databaseUrl, [command, ...args] = ['node', 'main.js']) {
      const printed = await execute(command, args, { DATABASE_URL: databaseUrl });
      return JSON.parse(printed.split('\n').find((line) => line.startsWith('{')));
    },
    /** The packages of ours that are installed there. */
    installed: () => readdirSync(join(folder, 'node_modules/@pgflow')).sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
