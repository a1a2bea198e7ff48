import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where things are. The environment is read here and nowhere else. */
export interface Config {
  /** The repository, whose documents are the default site. */
  repository: string;
  /** The SQL that makes the database. */
  migrations: string;
  /** The Edge Functions, one of which runs the worker on Deno. */
  edgeFunctions: string;
  /** A file for each run of the example: report, worker's log. */
  output: string;
  /** Where the example's own Postgres keeps its data. */
  data: string;
  /** A database to use instead of the example's own. */
  databaseUrl: string | undefined;
  /** Against which paths on the command line are resolved. */
  workingFolder: string;
}

const example = fileURLToPath(new URL('..', import.meta.url));

/** Reads the environment. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return {
    repository: resolve(example, '../..'),
    migrations: join(example, 'supabase/migrations'),
    edgeFunctions: join(example, 'supabase/functions'),
    output: join(example, '.data'),
    data: join(process.getuid?.() === 0 ? rootsFolder() : join(example, '.data'), 'postgres'),
    databaseUrl: env.DATABASE_URL || undefined,
    // pnpm changes to the package's folder and says here where it was called.
    workingFolder: env.INIT_CWD ?? process.cwd(),
  };
}

/** Root's Postgres runs as another user, who may not enter root's home: one folder for each checkout, elsewhere. */
function rootsFolder(): string {
  const checkout = createHash('sha256').update(example).digest('hex').slice(0, 12);
  return join(tmpdir(), `pgflow-example-${checkout}`);
}
